using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints.Adaptive;

/// <summary>What the adaptive policy lets pass, and what it does not.</summary>
public sealed class AdaptivePolicyTests
{
    private const string OtherTls = "h131516_8daaf6152771_02713d6af862";

    [Fact]
    public void The_same_device_is_accepted_whatever_was_learned()
    {
        Verdict verdict = Settled().Judge(Life.Home with { });

        verdict.Action.ShouldBe(VerdictAction.Accept);
        verdict.Mode.ShouldBe("adaptive");
        verdict.Matched.ShouldBe(["browser", "version", "system", "language", "network", "asn", "tls"]);
        verdict.Score.ShouldBe(120);
        verdict.Need.ShouldBe(71);
        verdict.Explanation.ShouldBe("");
    }

    [Fact]
    public void What_happens_to_honest_people_is_accepted()
    {
        Life life = Settled();

        life.Judge(Life.Office).Action.ShouldBe(VerdictAction.Accept);
        life.Judge(Life.Home with { Network = "203.0.114.0/24" }).Action.ShouldBe(VerdictAction.Accept);
        life.Judge(Of(version: 132)).Action.ShouldBe(VerdictAction.Accept);
        life.Judge(Of(version: 131) with { Tls = OtherTls }).Action.ShouldBe(VerdictAction.Accept); // an update brings its TLS
        life.Judge(Life.Home with { Language = "en-US" }).Action.ShouldBe(VerdictAction.Accept);
        life.Judge(Life.Home with { Tls = null, Language = null, Network = null, AutonomousSystem = null }).Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void A_version_that_goes_back_is_asked_about() => Settled().Judge(Of(version: 129)).Action.ShouldBe(VerdictAction.StepUp);

    [Fact]
    public void Two_settled_attributes_that_change_at_once_are_never_accepted()
    {
        Life life = Settled();

        life.Judge(Life.Office with { Tls = OtherTls }).Action.ShouldBe(VerdictAction.StepUp);
        life.Judge(Life.Office with { Language = "ru" }).Action.ShouldBe(VerdictAction.StepUp);
        life.Judge(Life.Home with { Language = "ru", Tls = OtherTls }).Action.ShouldBe(VerdictAction.StepUp);
        life.Judge(Of(version: 129) with { Network = Life.Office.Network, AutonomousSystem = Life.Office.AutonomousSystem }).Action.ShouldBe(VerdictAction.StepUp);
        life.Judge(Of(system: "Linux") with { Network = Life.Office.Network, AutonomousSystem = Life.Office.AutonomousSystem }).Action.ShouldBe(VerdictAction.Refuse);
        life.Judge(Of(system: "Linux") with { Tls = OtherTls }).Action.ShouldBe(VerdictAction.Refuse);
    }

    [Fact]
    public void A_script_that_sends_its_own_name_or_none_is_refused()
    {
        foreach (Life life in (Life[])[new(Life.Home), Settled()])
        {
            life.Judge(new(new Agent("curl", 8, "Unknown"))).Action.ShouldBe(VerdictAction.Refuse);
            life.Judge(Fingerprint.Unknown).Action.ShouldBe(VerdictAction.Refuse);
            life.Judge(Of(browser: "Unknown")).Action.ShouldBe(VerdictAction.Refuse);
            life.Judge(Of(system: "Unknown")).Action.ShouldBe(VerdictAction.Refuse);
            life.Judge(Of(browser: "Firefox")).Action.ShouldBe(VerdictAction.Refuse);
        }
    }

    [Fact]
    public void Another_system_asks_for_fresh_credentials_and_is_known_from_then_on()
    {
        Fingerprint desktopPage = Of(system: "Linux");
        Life life = Settled();
        life.Judge(desktopPage).Action.ShouldBe(VerdictAction.StepUp);

        life.Renew(desktopPage).Live(desktopPage, 3);

        life.Judge(Life.Home).Action.ShouldBe(VerdictAction.Accept);
        life.Live(Life.Home).Judge(desktopPage).Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void A_proxy_that_opens_TLS_is_known_after_one_step_up()
    {
        Fingerprint behindProxy = Life.Office with { Tls = OtherTls };
        Life life = Settled();
        life.Judge(behindProxy).Action.ShouldBe(VerdictAction.StepUp);

        life.Renew(behindProxy).Live(behindProxy, 8).Live(Life.Home, 8).Live(behindProxy, 8).Live(Life.Home);
    }

    [Fact]
    public void What_often_moves_weighs_less_than_what_has_held()
    {
        Life settled = Settled();
        Life mover = new(Life.Home);
        for (uint i = 0; i < 40; i++)
        {
            mover.Live(Life.Home with { AutonomousSystem = 65000 + i, Network = $"10.0.{i}.0/24" });
        }

        Fingerprint elsewhere = mover.Stored with { AutonomousSystem = 1, Network = "192.0.2.0/24", Language = "ru" };
        settled.Judge(elsewhere).Action.ShouldBe(VerdictAction.StepUp);
        mover.Judge(elsewhere).Score.ShouldBeGreaterThan(settled.Judge(elsewhere).Score);
        mover.Judge(elsewhere with { Language = mover.Stored.Language }).Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void Home_and_office_are_both_known_after_a_week()
    {
        Life life = new(Life.Home);
        for (int day = 0; day < 5; day++)
        {
            life.Live(Life.Home, 3).Live(Life.Office, 8).Live(Life.Home, 3);
        }

        // A known place is no change: with another language it stays below what a stranger's place would ask for.
        life.Judge(Life.Office with { Language = "de" }).Action.ShouldBe(VerdictAction.Accept);
        life.Judge(Life.Office with { Language = "de", Network = "192.0.2.0/24", AutonomousSystem = 1 }).Score
            .ShouldBeLessThan(life.Judge(Life.Office with { Language = "de" }).Score);
    }

    [Fact]
    public void A_version_that_goes_far_back_asks_for_fresh_credentials()
    {
        Settled().Judge(Of(version: 118)).Action.ShouldBe(VerdictAction.StepUp);
        new Life(Life.Home).Judge(Of(version: 118)).Action.ShouldBe(VerdictAction.StepUp);
    }

    [Fact]
    public void What_was_learned_fades()
    {
        Fingerprint elsewhere = Life.Office with { Language = "ru" };
        Life life = Settled();
        int fresh = new Life(Life.Home).Judge(elsewhere).Score;
        int settled = life.Judge(elsewhere).Score;
        int later = life.Wait(TimeSpan.FromDays(180)).Judge(elsewhere).Score;
        int years = life.Wait(TimeSpan.FromDays(3650)).Judge(elsewhere).Score;

        settled.ShouldBeLessThan(later);
        later.ShouldBeLessThan(fresh);
        years.ShouldBe(fresh);
    }

    [Fact]
    public void A_clock_that_goes_back_changes_nothing()
    {
        Life life = Settled();
        life.Judge(Life.Office).ShouldBeEquivalentTo(life.Wait(TimeSpan.FromDays(-400)).Judge(Life.Office));
    }

    [Fact]
    public void At_so_many_points_it_asks_for_so_much()
    {
        Life life = Settled();
        Fingerprint thief = Life.Office with { Tls = OtherTls };
        Verdict Judge(AdaptivePolicyOptions options) =>
            FingerprintPolicy.CreateAdaptive(options).Judge(life.Stored, life.Habits, thief, life.Now);

        Judge(new()).Action.ShouldBe(VerdictAction.StepUp);
        Judge(new() { StepUpAt = 120 }).Action.ShouldBe(VerdictAction.Accept);
        Judge(new() { RefuseAt = 90 }).Action.ShouldBe(VerdictAction.Refuse);
        Judge(new() { RefuseAt = 90, EndAt = 95 }).Action.ShouldBe(VerdictAction.End);
    }

    [Theory]
    [InlineData(0, 120, null, "StepUpAt of the adaptive policy is 0; allowed is 1 to 1000.")]
    [InlineData(50, 49, null, "RefuseAt of the adaptive policy is 49; allowed is 50 to 1000.")]
    [InlineData(50, 120, 119, "EndAt of the adaptive policy is 119; allowed is 120 to 1000.")]
    public void A_threshold_that_makes_no_sense_is_refused_with_what_is_allowed(int stepUp, int refuse, int? end, string message) =>
        Should.Throw<ArgumentException>(() => FingerprintPolicy.CreateAdaptive(new() { StepUpAt = stepUp, RefuseAt = refuse, EndAt = end }))
            .Message.ShouldStartWith(message);

    [Fact]
    public void The_mode_takes_no_rules() => Should.Throw<ArgumentException>(() => FingerprintPolicy.Create(new() { Mode = FingerprintMode.Adaptive, Min = 3 }))
        .Message.ShouldContain("CreateAdaptive");

    [Fact]
    public void The_mode_opens_the_policy() =>
        FingerprintPolicy.Create(new() { Mode = FingerprintMode.Adaptive }).ShouldBeSameAs(FingerprintPolicy.Adaptive);

    internal static Life Settled() => new Life(Life.Home).Live(Life.Home, 41);

    private static Fingerprint Of(string browser = "Chrome", int version = 130, string system = "Windows") =>
        Life.Home with { Agent = new Agent(browser, version, system) };
}
