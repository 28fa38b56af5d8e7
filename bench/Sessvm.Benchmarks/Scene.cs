using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores.Memory;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks;

/// <summary>What every measure looks at: a UUID subject with three scopes of at most eight letters, in one browser.</summary>
internal static class Scene
{
    public const string Secret = "kq3vN8wZr5tY2uB7mX0cL9sD4fG6hJ1aPoIeRbTn";
    public const string Issuer = "https://id.example.com";
    public const string Audience = "https://api.example.com";
    public const string Subject = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    public const string UserAgent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

    public static readonly string[] Scopes = ["read", "write", "profile"];
    public static readonly Guid Device = Guid.Parse("3f2b8c1e-6a54-4f0e-9d2a-7c1b5e8f9a10");
    public static readonly Fingerprint Browser = new(new Agent("Chrome", 130, "Windows"), "en-GB", "203.0.113.0/24");

    public static KeyRing Keys() => new([new KeyDefinition(1, Secret)], new KeyScope(Issuer, Audience, "Sessvm"));

    /// <summary>A service on a memory store, with long deadlines, so that a clock that runs ahead ends no session.</summary>
    public static SessionService Service(TimeProvider time) => new(new SessionSetup
    {
        Keys = Keys(),
        Store = new MemorySessionStore(),
        Time = time,
        Options = new SessionOptions { AbsoluteTimeout = TimeSpan.FromDays(3650), IdleTimeout = TimeSpan.FromDays(3650) },
    });

    public static StartRequest Start(string subject, Guid device) => new()
    {
        Subject = subject,
        Device = device,
        Fingerprint = Browser,
        Scopes = Scopes,
    };

    public static SessionGrant Begin(SessionService service, string subject, Guid device) =>
        Done(service.StartAsync(Start(subject, device))).Grant!;

    /// <summary>An access token as a start mints it, for the measures of the codec alone.</summary>
    public static AccessToken Token(KeyRing keys, DateTimeOffset now) => new()
    {
        Session = SessionId.Create(Subject),
        Generation = 1,
        Floor = 1,
        IssuedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
        Lifetime = TimeSpan.FromMinutes(15),
        KeyId = 1,
        DeviceTag = keys.Signing(now).DeviceTag(Device),
        RequesterTag = keys.Signing(now).RequesterTag(Browser.Agent),
        Subject = Subject,
        Scopes = Scopes,
    };

    /// <summary>The result of a call on the memory store, which never waits.</summary>
    public static T Done<T>(ValueTask<T> task) => task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();
}
