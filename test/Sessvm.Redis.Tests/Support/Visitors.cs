using Microsoft.Extensions.Time.Testing;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Redis.Tests.Support;

/// <summary>A node: a service over a store, its events, and a clock that tests move on.</summary>
internal sealed class Visitors : ISessionEvents
{
    internal const string Secret = "kq3vN8wZr5tY2uB7mX0cL9sD4fG6hJ1aPoIeRbTn";
    internal const string UserAgent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

    private readonly List<SessionEvent> _events = [];

    internal Visitors(ISessionStore store, FakeTimeProvider? time = null, IRevocationFeed? feed = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Service = new SessionService(new SessionSetup
        {
            Keys = new KeyRing([new KeyDefinition(1, Secret)], new KeyScope("tests", "tests", "Sessvm"), Time),
            Store = store,
            Events = this,
            Time = Time,
            Feed = feed,
        });
    }

    internal FakeTimeProvider Time { get; }

    internal SessionService Service { get; }

    internal IReadOnlyList<SessionEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public void Emit(SessionEvent sessionEvent)
    {
        lock (_events)
        {
            _events.Add(sessionEvent);
        }
    }

    internal async Task<Visitor> StartAsync()
    {
        var device = Guid.NewGuid();
        var result = await Service.StartAsync(new StartRequest
        {
            Subject = Guid.NewGuid().ToString(),
            Device = device,
            Fingerprint = Visitor.Home,
            Scopes = ["read", "write"],
        });
        result.Succeeded.ShouldBeTrue();
        return new Visitor(this, device, result.Grant!.AccessToken.Reveal(), result.Grant.Row);
    }
}

/// <summary>One person at one browser, who does one thing after the other.</summary>
internal sealed class Visitor(Visitors home, Guid device, string token, SessionRow row)
{
    internal static readonly Fingerprint Home = new(new Agent("Chrome", 130, "Windows"), "en-GB", "203.0.113.0/24");

    internal Guid Device => device;

    internal SessionRow Row { get; private set; } = row;

    internal string Token { get; private set; } = token;

    /// <summary>How many exchanges were answered.</summary>
    internal int Answers { get; private set; }

    /// <summary>Exchanges at some node, and keeps what it is given.</summary>
    internal async Task<ExchangeResult> ExchangeAsync(Visitors? node = null)
    {
        var result = await (node ?? home).Service.ExchangeAsync(new ExchangeRequest(Token, device, Home));
        Answers++;
        if (result.Succeeded)
        {
            Token = result.AccessToken.Value.Reveal();
            Row = result.Row;
        }

        return result;
    }

    internal async Task AuthenticateAsync() =>
        (await home.Service.AuthenticateAsync(new AuthenticateRequest(Token.AsMemory(), device, new RequestTraits(Visitors.UserAgent)))).Succeeded.ShouldBeTrue();
}
