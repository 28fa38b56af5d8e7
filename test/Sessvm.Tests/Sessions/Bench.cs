using Microsoft.Extensions.Time.Testing;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.Tests.Sessions;

/// <summary>A service on a faked clock and a memory store, with its events at hand.</summary>
internal sealed class Bench : ISessionEvents
{
    public const string Secret = "kq3vN8wZr5tY2uB7mX0cL9sD4fG6hJ1aPoIeRbTn";
    public const string UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

    public static readonly Guid Device = Guid.Parse("3f2b8c1e-6a54-4f0e-9d2a-7c1b5e8f9a10");
    public static readonly Fingerprint Home = new(new Agent("Chrome", 130, "Windows"), "en-GB", "203.0.113.0/24");
    public static readonly Fingerprint Thief = new(new Agent("Firefox", 131, "Linux"), "ru", "198.51.100.0/24");

    public Bench(
        Func<SessionOptions, SessionOptions>? options = null,
        ISessionStore? store = null,
        ISessionValidator? validator = null,
        IRevocationFeed? feed = null,
        Func<SessionSetup, SessionSetup>? setup = null)
    {
        Keys = new KeyRing([new KeyDefinition(1, Secret)], new KeyScope("tests", "tests", "Sessvm"), Time);
        Store = store ?? new MemorySessionStore();
        Service = new SessionService((setup ?? (s => s))(new SessionSetup
        {
            Keys = Keys,
            Store = Store,
            Options = (options ?? (o => o))(new SessionOptions()),
            Events = this,
            Time = Time,
            Validator = validator,
            Feed = feed,
        }));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public IRevocationFeed Feed { get; init; } = null!;

    public KeyRing Keys { get; }

    public ISessionStore Store { get; }

    public SessionService Service { get; }

    public List<SessionEvent> Events { get; } = [];

    public DateTimeOffset Now => Time.GetUtcNow();

    public void Emit(SessionEvent sessionEvent)
    {
        lock (Events)
        {
            Events.Add(sessionEvent);
        }
    }

    public async Task<SessionGrant> StartAsync(string subject = "alice", Guid? device = null, bool refresh = false)
    {
        var result = await Service.StartAsync(new StartRequest
        {
            Subject = subject,
            Device = device ?? Device,
            Fingerprint = Home,
            Scopes = ["read", "write"],
            WithRefreshToken = refresh,
        });
        result.Succeeded.ShouldBeTrue();
        return result.Grant;
    }

    public ValueTask<ExchangeResult> ExchangeAsync(string token, Fingerprint? from = null, Guid? device = null) =>
        Service.ExchangeAsync(new ExchangeRequest(token, device ?? Device, from ?? Home));

    public ValueTask<AuthenticateResult> AuthenticateAsync(string token, string? agent = UserAgent, Guid? device = null) =>
        Service.AuthenticateAsync(new AuthenticateRequest(token.AsMemory(), device ?? Device, new RequestTraits(agent)));
}
