using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints.Adaptive;

/// <summary>A session as the adaptive policy sees it: what was accepted is learned, once for each exchange, as the library does.</summary>
internal sealed class Life(Fingerprint stored, Habits? habits = null)
{
    public static readonly Fingerprint Home = new(
        new Agent("Chrome", 130, "Windows"), "en-GB", "203.0.113.0/24", "h131514_8daaf6152771_5b37b36a67c0") { AutonomousSystem = 64500 };

    public static readonly Fingerprint Office = Home with { Network = "198.51.100.0/24", AutonomousSystem = 64501 };

    public Fingerprint Stored { get; private set; } = stored;

    public Habits Habits { get; private set; } = habits ?? Habits.None;

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

    public Life Wait(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public Verdict Judge(Fingerprint seen) => FingerprintPolicy.Adaptive.Judge(Stored, Habits, seen, Now);

    /// <summary>Exchanges from a device that is accepted.</summary>
    public Life Live(Fingerprint seen, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            Now += TimeSpan.FromMinutes(15);
            Judge(seen).Action.ShouldBe(VerdictAction.Accept);
            Habits = FingerprintPolicy.Adaptive.Learn(Habits, Stored, seen, Now);
            Stored = seen;
        }

        return this;
    }

    /// <summary>Renews with fresh credentials.</summary>
    public Life Renew(Fingerprint seen)
    {
        Now += TimeSpan.FromMinutes(1);
        Habits = FingerprintPolicy.Adaptive.Confirm(Habits, Stored, seen, Now);
        Stored = seen;
        return this;
    }
}
