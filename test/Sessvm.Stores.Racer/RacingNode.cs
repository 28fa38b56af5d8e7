using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Testing;

namespace Sessvm.Stores.Racer;

/// <summary>A service over the store that is raced on: equal in every process, at an instant that stands still.</summary>
internal static class RacingNode
{
    private const string Secret = "kq3vN8wZr5tY2uB7mX0cL9sD4fG6hJ1aPoIeRbTn";

    /// <summary>When the race's session started.</summary>
    internal static DateTimeOffset Start => SampleRows.Start;

    /// <summary>When its first token is over.</summary>
    internal static DateTimeOffset Later => SampleRows.Start.AddHours(1);

    internal static Fingerprint Home { get; } = new(new Agent("Chrome", 130, "Windows"), "en-GB", "203.0.113.0/24");

    internal static SessionService Over(ISessionStore store, DateTimeOffset now)
    {
        var time = new StoppedTime(now);
        return new SessionService(new SessionSetup
        {
            Keys = new KeyRing([new KeyDefinition(1, Secret)], new KeyScope("tests", "tests", "Sessvm"), time),
            Store = store,
            Time = time,
        });
    }

    private sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
