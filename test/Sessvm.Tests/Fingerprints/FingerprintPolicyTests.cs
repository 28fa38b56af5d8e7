using CsCheck;
using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints;

public sealed class FingerprintPolicyTests
{
    private static readonly Fingerprint s_stored = new(new Agent("Chrome", 126, "Windows"), "en-GB", "203.0.113.0/24", "h131514_8daaf6152771_5b37b36a67c0") { AutonomousSystem = 64500 };

    private static readonly Gen<Fingerprint> s_fingerprints = Gen.Select(
        Gen.OneOf("Chrome", "Firefox", "Unknown"),
        Gen.Int[0, 5],
        Gen.OneOf("Windows", "iOS", "Unknown"),
        Gen.OneOf<string?>("en-GB", "en-US", "de", null),
        Gen.OneOf<string?>("203.0.113.0/24", "198.51.100.0/24", null),
        Gen.OneOf<string?>("h1", "h2", "41", null),
        Gen.OneOf<uint?>(64500, 64501, null),
        (browser, version, system, language, network, tls, asn) =>
            new Fingerprint(new Agent(browser, version, system), language, network, tls) { AutonomousSystem = asn });

    public static FingerprintPolicy[] Both => [FingerprintPolicy.Strict, FingerprintPolicy.Relaxed];

    [Fact]
    public void Strict_accepts_the_same_fingerprint()
    {
        Verdict verdict = FingerprintPolicy.Strict.Judge(s_stored, s_stored with { });

        verdict.Action.ShouldBe(VerdictAction.Accept);
        verdict.Mode.ShouldBe("strict");
        verdict.Matched.ShouldBe(["browser", "version", "system", "language", "network", "asn", "tls"]);
        verdict.Failed.ShouldBeEmpty();
        verdict.Skipped.ShouldBe(["custom"]);
        verdict.Score.ShouldBe(14);
        verdict.Need.ShouldBe(14);
    }

    [Fact]
    public void Relaxed_accepts_the_same_fingerprint()
    {
        Verdict verdict = FingerprintPolicy.Relaxed.Judge(s_stored, s_stored with { });

        verdict.Action.ShouldBe(VerdictAction.Accept);
        verdict.Mode.ShouldBe("relaxed");
        verdict.Failed.ShouldBeEmpty();
        verdict.Score.ShouldBe(10);
        verdict.Need.ShouldBe(7);
    }

    [Fact]
    public void Strict_refuses_another_browser() => Strict(With(browser: "Firefox"), VerdictAction.Refuse, "browser", "version");

    [Fact]
    public void Strict_refuses_a_newer_version() => Strict(With(version: 127), VerdictAction.Refuse, "version");

    [Fact]
    public void Strict_refuses_an_older_version() => Strict(With(version: 125), VerdictAction.Refuse, "version");

    [Fact]
    public void Strict_refuses_another_system() => Strict(With(system: "Linux"), VerdictAction.Refuse, "system");

    [Fact]
    public void Strict_refuses_another_region() => Strict(s_stored with { Language = "en-US" }, VerdictAction.Refuse, "language");

    [Fact]
    public void Strict_refuses_another_network() => Strict(s_stored with { Network = "198.51.100.0/24" }, VerdictAction.Refuse, "network");

    [Fact]
    public void Strict_skips_a_language_that_is_not_sent()
    {
        Verdict verdict = FingerprintPolicy.Strict.Judge(s_stored, s_stored with { Language = null });

        verdict.Action.ShouldBe(VerdictAction.Accept);
        verdict.Skipped.ShouldBe(["language", "custom"]);
        verdict.Need.ShouldBe(12);
    }

    [Fact]
    public void Strict_refuses_a_browser_that_hides_its_version() => Strict(With(version: 0), VerdictAction.Refuse, "version");

    [Fact]
    public void Relaxed_refuses_another_browser() => Relaxed(With(browser: "Firefox"), VerdictAction.Refuse, "browser", "version");

    [Fact]
    public void Relaxed_refuses_another_system() => Relaxed(With(system: "Linux"), VerdictAction.Refuse, "system");

    [Fact]
    public void Relaxed_lets_a_browser_update() => Relaxed(With(version: 140), VerdictAction.Accept);

    [Fact]
    public void Relaxed_reports_a_version_that_goes_back_by_one() => Relaxed(With(version: 125), VerdictAction.Accept, "version");

    [Fact]
    public void Relaxed_asks_for_step_up_when_a_version_goes_back_further() => Relaxed(With(version: 124), VerdictAction.StepUp, "version");

    [Fact]
    public void Relaxed_lets_a_region_vary() => Relaxed(s_stored with { Language = "en-US" }, VerdictAction.Accept);

    [Fact]
    public void Relaxed_lets_a_region_be_dropped() => Relaxed(s_stored with { Language = "en" }, VerdictAction.Accept);

    [Fact]
    public void Relaxed_asks_for_step_up_for_another_language() => Relaxed(s_stored with { Language = "de-DE" }, VerdictAction.StepUp, "language");

    [Fact]
    public void Strict_refuses_another_autonomous_system() =>
        Strict(s_stored with { AutonomousSystem = 64501 }, VerdictAction.Refuse, "asn");

    [Fact]
    public void Strict_compares_the_network_though_the_autonomous_system_stayed() =>
        Strict(s_stored with { Network = "198.51.100.0/24" }, VerdictAction.Refuse, "network");

    [Fact]
    public void Relaxed_reports_another_network_of_another_autonomous_system_and_goes_on() =>
        Relaxed(s_stored with { Network = "198.51.100.0/24", AutonomousSystem = 64501 }, VerdictAction.Accept, "network", "asn");

    [Fact]
    public void Relaxed_reports_another_network_where_no_autonomous_system_is_known_and_goes_on() =>
        FingerprintPolicy.Relaxed.Judge(
                s_stored with { AutonomousSystem = null }, s_stored with { Network = "198.51.100.0/24", AutonomousSystem = null })
            .Failed.ShouldBe(["network"]);

    [Fact]
    public void Relaxed_does_not_take_a_phone_that_moves_within_its_carrier_for_a_stranger() =>
        Relaxed(s_stored with { Network = "198.51.100.0/24" }, VerdictAction.Accept);

    [Fact]
    public void Relaxed_lets_everything_that_may_vary_vary_at_once() =>
        Relaxed(new(new Agent("Chrome", 125, "Windows"), null, "198.51.100.0/24"), VerdictAction.Accept, "version", "network");

    [Fact]
    public void Relaxed_takes_the_sternest_of_several_actions() =>
        Relaxed(With(system: "iOS") with { Language = "de" }, VerdictAction.Refuse, "system", "language");

    [Fact]
    public void Who_keeps_silent_about_a_known_browser_is_refused()
    {
        Strict(Fingerprint.Unknown, VerdictAction.Refuse, "browser", "version", "system");
        Relaxed(Fingerprint.Unknown, VerdictAction.Refuse, "browser", "system");
    }

    [Fact]
    public void What_the_row_does_not_know_is_skipped()
    {
        foreach (FingerprintPolicy policy in Both)
        {
            Verdict verdict = policy.Judge(Fingerprint.Unknown, s_stored);

            verdict.Action.ShouldBe(VerdictAction.Accept);
            verdict.Skipped.ShouldBe(["browser", "version", "system", "language", "network", "asn", "tls", "custom"]);
            verdict.Need.ShouldBe(0);
        }
    }

    [Fact]
    public void Each_attribute_stands_in_one_list_exactly() => Gen.Select(s_fingerprints, s_fingerprints).Sample((stored, seen) =>
    {
        foreach (FingerprintPolicy policy in Both)
        {
            Verdict verdict = policy.Judge(stored, seen);

            verdict.Matched.Concat(verdict.Failed).Concat(verdict.Skipped).Order()
                .ShouldBe(["asn", "browser", "custom", "language", "network", "system", "tls", "version"]);
        }
    });

    [Fact]
    public void A_fingerprint_always_accepts_itself() => s_fingerprints.Sample(one =>
        Both.ShouldAllBe(policy => policy.Judge(one, one).Action == VerdictAction.Accept));

    [Fact]
    public void Relaxed_is_never_sterner_than_strict() => Gen.Select(s_fingerprints, s_fingerprints).Sample((stored, seen) =>
        (FingerprintPolicy.Relaxed.Judge(stored, seen).Action <= FingerprintPolicy.Strict.Judge(stored, seen).Action).ShouldBeTrue());

    [Fact]
    public void Strict_refuses_whenever_anything_fails() => Gen.Select(s_fingerprints, s_fingerprints).Sample((stored, seen) =>
    {
        Verdict verdict = FingerprintPolicy.Strict.Judge(stored, seen);

        verdict.Action.ShouldBe(verdict.Failed.Count > 0 ? VerdictAction.Refuse : VerdictAction.Accept);
    });

    private static Fingerprint With(string browser = "Chrome", int version = 126, string system = "Windows") =>
        s_stored with { Agent = new Agent(browser, version, system) };

    private static void Strict(Fingerprint seen, VerdictAction action, params string[] failed) =>
        Check(FingerprintPolicy.Strict.Judge(s_stored, seen), action, failed);

    private static void Relaxed(Fingerprint seen, VerdictAction action, params string[] failed) =>
        Check(FingerprintPolicy.Relaxed.Judge(s_stored, seen), action, failed);

    private static void Check(Verdict verdict, VerdictAction action, string[] failed)
    {
        verdict.Action.ShouldBe(action);
        verdict.Failed.ShouldBe(failed);
    }
}
