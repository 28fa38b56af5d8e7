using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints.Adaptive;

/// <summary>What counts for more, or for less, than its parts. <c>bench/Sessvm.Simulator</c> is why.</summary>
public sealed class CombinationTests
{
    private static readonly Fingerprint Phone = new(
        new Agent("Chrome", 130, "Android"), "en-GB", "203.0.113.0/24", "h131514_8daaf6152771_5b37b36a67c0") { AutonomousSystem = 64500 };

    [Fact]
    public void A_phone_that_asks_for_the_desktop_page_is_accepted()
    {
        foreach (Session session in (Session[])[new(Phone), Settled(Phone)])
        {
            session.Judge(Phone with { Agent = Phone.Agent with { System = "Linux" } }).ShouldBe(VerdictAction.Accept);
        }

        Fingerprint iPhone = Phone with { Agent = new Agent("Safari", 26, "iOS") };
        Settled(iPhone).Judge(iPhone with { Agent = iPhone.Agent with { System = "macOS" } }).ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void What_asking_for_the_desktop_page_does_not_change_gives_another_machine_away()
    {
        Fingerprint linux = Phone with { Agent = Phone.Agent with { System = "Linux" } };
        Session session = Settled(Phone);
        session.Judge(linux with { Tls = "h131516_8daaf6152771_02713d6af862" }).ShouldNotBe(VerdictAction.Accept);
        session.Judge(linux with { Network = "192.0.2.0/24", AutonomousSystem = 64999 }).ShouldNotBe(VerdictAction.Accept);
        session.Judge(linux with { Language = "fr" }).ShouldNotBe(VerdictAction.Accept);
        session.Judge(linux with { Agent = linux.Agent with { System = "Windows" } }).ShouldNotBe(VerdictAction.Accept);
    }

    [Fact]
    public void Another_language_alone_is_accepted_and_from_a_strange_place_it_is_not()
    {
        foreach (Session session in (Session[])[new(Phone), Settled(Phone), Mover()])
        {
            Fingerprint french = session.Stored with { Language = "fr" };
            session.Judge(french).ShouldBe(VerdictAction.Accept);
            session.Judge(french with { Network = "192.0.2.0/24", AutonomousSystem = 64999 }).ShouldBe(VerdictAction.StepUp);
            session.Judge(session.Stored with { Network = "192.0.2.0/24", AutonomousSystem = 64999 }).ShouldBe(VerdictAction.Accept);
        }
    }

    [Fact]
    public void A_version_that_goes_back_asks_and_one_that_rises_does_not()
    {
        Session session = Settled(Phone);
        session.Judge(Phone with { Agent = Phone.Agent with { Version = 129 } }).ShouldBe(VerdictAction.StepUp);
        session.Judge(Phone with { Agent = Phone.Agent with { Version = 132 } }).ShouldBe(VerdictAction.Accept);
    }

    private static Session Settled(Fingerprint fingerprint) => new Session(fingerprint).Live(fingerprint, 41);

    // Somebody who is hardly twice in one place.
    private static Session Mover()
    {
        Session session = new(Phone);
        for (uint place = 0; place < 40; place++)
        {
            session.Live(Phone with { AutonomousSystem = 65_000 + place, Network = $"10.0.{place}.0/24" }, 1);
        }

        return session;
    }

    private sealed class Session(Fingerprint stored)
    {
        private Habits _habits = Habits.None;
        private DateTimeOffset _now = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

        public Fingerprint Stored { get; private set; } = stored;

        public VerdictAction Judge(Fingerprint seen) => FingerprintPolicy.Adaptive.Judge(Stored, _habits, seen, _now).Action;

        public Session Live(Fingerprint seen, int times)
        {
            for (int i = 0; i < times; i++)
            {
                _now += TimeSpan.FromMinutes(15);
                Judge(seen).ShouldBe(VerdictAction.Accept);
                _habits = FingerprintPolicy.Adaptive.Learn(_habits, Stored, seen, _now);
                Stored = seen;
            }

            return this;
        }
    }
}
