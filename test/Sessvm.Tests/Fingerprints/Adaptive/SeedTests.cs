using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints.Adaptive;

/// <summary>What a new session takes over from its subject's others.</summary>
public sealed class SeedTests
{
    private static readonly Fingerprint s_phone = Life.Home with { Agent = new Agent("Safari", 18, "iOS"), Tls = "h131300_000000000000_000000000000" };

    [Fact]
    public void A_new_session_knows_where_its_subject_is_at_home()
    {
        Life desktop = new Life(Life.Home).Live(Life.Home, 20).Live(Life.Office, 20);
        Habits seeded = FingerprintPolicy.Adaptive.Seed(Habits.None, [desktop.Habits], desktop.Now);
        Fingerprint atTheOffice = s_phone with { Network = Life.Office.Network, AutonomousSystem = Life.Office.AutonomousSystem, Language = "de" };

        int unseeded = FingerprintPolicy.Adaptive.Judge(s_phone, Habits.None, atTheOffice, desktop.Now).Score;
        int known = FingerprintPolicy.Adaptive.Judge(s_phone, seeded, atTheOffice, desktop.Now).Score;
        int elsewhere = FingerprintPolicy.Adaptive.Judge(s_phone, seeded, atTheOffice with { AutonomousSystem = 1 }, desktop.Now).Score;

        elsewhere.ShouldBeLessThan(unseeded);
        elsewhere.ShouldBeLessThan(known);
    }

    [Fact]
    public void Neither_system_nor_TLS_of_another_device_is_taken_over()
    {
        Life desktop = AdaptivePolicyTests.Settled();
        Habits seeded = FingerprintPolicy.Adaptive.Seed(Habits.None, [desktop.Habits], desktop.Now);

        FingerprintPolicy.Adaptive.Judge(s_phone, seeded, s_phone with { Tls = Life.Home.Tls }, desktop.Now).Action.ShouldBe(VerdictAction.StepUp);
        FingerprintPolicy.Adaptive.Judge(s_phone, seeded, Life.Home, desktop.Now).Action.ShouldBe(VerdictAction.Refuse);
    }

    [Fact]
    public void What_a_new_session_saw_itself_weighs_more_than_what_a_hundred_siblings_did()
    {
        Life desktop = new Life(Life.Home).Live(Life.Home, 200);
        Habits[] many = [.. Enumerable.Repeat(desktop.Habits, 100)];
        Habits seeded = FingerprintPolicy.Adaptive.Seed(Habits.None, many, desktop.Now);
        Fingerprint elsewhere = Life.Office with { Language = "ru" };

        FingerprintPolicy.Adaptive.Judge(Life.Home, seeded, elsewhere, desktop.Now).Score
            .ShouldBeGreaterThan(desktop.Judge(elsewhere).Score);
    }

    [Fact]
    public void Without_siblings_there_is_nothing_to_take_over() =>
        FingerprintPolicy.Adaptive.Seed(Habits.None, [], DateTimeOffset.UnixEpoch).ShouldBe(Habits.None);
}
