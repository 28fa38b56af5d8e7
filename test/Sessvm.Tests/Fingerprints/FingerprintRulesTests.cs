using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints;

public sealed class FingerprintRulesTests
{
    private static readonly Fingerprint s_stored = new(new Agent("Chrome", 126, "Windows"), "en-GB", "203.0.113.0/24");
    private static readonly Fingerprint s_moved = s_stored with { Network = "198.51.100.0/24" };

    [Fact]
    public void A_policy_without_wishes_is_the_relaxed_one()
    {
        FingerprintPolicy policy = FingerprintPolicy.Create(new());

        policy.Mode.ShouldBe("relaxed");
        policy.Judge(s_stored, s_moved).ShouldBeEquivalentTo(FingerprintPolicy.Relaxed.Judge(s_stored, s_moved));
    }

    [Theory]
    [InlineData(VerdictAction.Accept)]
    [InlineData(VerdictAction.StepUp)]
    [InlineData(VerdictAction.Refuse)]
    [InlineData(VerdictAction.End)]
    public void A_miss_asks_for_what_its_rule_says(VerdictAction action)
    {
        FingerprintPolicy policy = With("network", new() { WhenFailed = action });

        policy.Judge(s_stored, s_moved).Action.ShouldBe(action);
    }

    [Fact]
    public void An_ignored_attribute_is_reported_and_neither_counts_nor_acts()
    {
        FingerprintPolicy policy = With("browser", new() { Weight = 4, Required = true, Comparison = AttributeComparison.Ignored });

        Verdict verdict = policy.Judge(s_stored, s_stored with { Agent = new Agent("Unknown", 126, "Windows") });
        verdict.Skipped.ShouldContain("browser");
        verdict = policy.Judge(s_stored, s_stored with { Agent = new Agent("Firefox", 126, "Windows") });
        verdict.Failed.ShouldContain("browser");
        verdict.Action.ShouldBe(VerdictAction.StepUp); // for the version alone
        verdict.Need.ShouldBe(3);
    }

    [Fact]
    public void A_required_attribute_that_is_not_told_is_a_miss()
    {
        FingerprintPolicy policy = With("language", new() { Required = true, Comparison = AttributeComparison.Lenient });

        Verdict verdict = policy.Judge(s_stored, s_stored with { Language = null });

        verdict.Failed.ShouldBe(["language"]);
        verdict.Action.ShouldBe(VerdictAction.Refuse);
    }

    [Fact]
    public void A_lenient_network_that_changes_costs_its_points_and_no_more()
    {
        Dictionary<string, AttributeRule> rules = new() { ["network"] = new() { Weight = 2, Comparison = AttributeComparison.Lenient } };

        FingerprintPolicy.Create(new() { Rules = rules, Min = 10 }).Judge(s_stored, s_moved).Action.ShouldBe(VerdictAction.Accept);
        FingerprintPolicy.Create(new() { Rules = rules, Min = 11 }).Judge(s_stored, s_moved).Action.ShouldBe(VerdictAction.StepUp);
    }

    [Fact]
    public void Too_few_points_are_refused_in_strict_mode()
    {
        Dictionary<string, AttributeRule> rules = new() { ["network"] = new() { WhenFailed = VerdictAction.Accept } };

        FingerprintPolicy.Create(new() { Mode = FingerprintMode.Strict, Rules = rules }).Judge(s_stored, s_moved).Action.ShouldBe(VerdictAction.Refuse);
        FingerprintPolicy.Create(new() { Mode = FingerprintMode.Strict, Rules = rules, Min = 10 }).Judge(s_stored, s_moved).Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void What_is_skipped_is_not_needed()
    {
        FingerprintPolicy policy = FingerprintPolicy.Create(new() { Min = 10 });

        Verdict verdict = policy.Judge(s_stored, s_stored with { Language = null });

        verdict.Need.ShouldBe(8);
        verdict.Action.ShouldBe(VerdictAction.Accept);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void More_points_than_there_are_stop_the_start(int min) =>
        Should.Throw<ArgumentException>(() => FingerprintPolicy.Create(new() { Min = min })).Message.ShouldContain("allowed is 0 to 10");

    [Fact]
    public void A_rule_for_an_unheard_of_attribute_stops_the_start() =>
        Should.Throw<ArgumentException>(() => With("shoe size", new())).Message.ShouldContain("browser, version, system, language, network");

    [Fact]
    public void A_value_that_is_not_allowed_stops_the_start()
    {
        Should.Throw<ArgumentException>(() => With("network", new() { Weight = -1 })).Message.ShouldContain("0 to 1000");
        Should.Throw<ArgumentException>(() => With("network", new() { Weight = 1001 })).Message.ShouldContain("0 to 1000");
        Should.Throw<ArgumentException>(() => With("network", new() { Comparison = (AttributeComparison)9 })).Message.ShouldContain("Lenient");
        Should.Throw<ArgumentException>(() => With("network", new() { WhenFailed = (VerdictAction)9 })).Message.ShouldContain("StepUp");
        Should.Throw<ArgumentException>(() => FingerprintPolicy.Create(new() { Mode = (FingerprintMode)9 })).Message.ShouldContain("Relaxed");
        Should.Throw<ArgumentNullException>(() => With("network", null!));
    }

    private static FingerprintPolicy With(string attribute, AttributeRule rule) =>
        FingerprintPolicy.Create(new() { Rules = new Dictionary<string, AttributeRule> { [attribute] = rule } });
}
