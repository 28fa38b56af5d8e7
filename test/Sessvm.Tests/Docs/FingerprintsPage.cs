using Sessvm.Fingerprints;

namespace Sessvm.Tests.Docs;

/// <summary>The C# of <c>docs/fingerprints.md</c>, compiled and run.</summary>
public sealed class FingerprintsPage
{
    [Fact]
    public void A_rule_of_one_s_own_stands_in_place_of_the_mode_s()
    {
        #region snippet: fingerprint-rules
        FingerprintPolicy policy = FingerprintPolicy.Create(new FingerprintPolicyOptions
        {
            Mode = FingerprintMode.Relaxed,
            Rules = new Dictionary<string, AttributeRule>
            {
                [AttributeNames.Network] = new() { Weight = 2, WhenFailed = VerdictAction.StepUp },
            },
        });
        #endregion
        var stored = new Fingerprint(new Agent("Chrome", 140, "Windows"), "en-GB", "203.0.113.0/24");
        policy.Judge(stored, stored with { Network = "198.51.100.0/24" }).Action.ShouldBe(VerdictAction.StepUp);
        FingerprintPolicy.Relaxed.Judge(stored, stored with { Network = "198.51.100.0/24" }).Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void The_points_of_relaxed_are_those_that_the_page_says()
    {
        var stored = new Fingerprint(new Agent("Chrome", 140, "Windows"), "en-GB", "203.0.113.0/24");
        var verdict = FingerprintPolicy.Relaxed.Judge(stored, stored);
        (verdict.Score, verdict.Need).ShouldBe((10, 7));
    }

    [Fact]
    public void A_policy_of_one_s_own_may_build_on_another()
    {
        var atNight = new OfficeHours();
        var stored = new Fingerprint(new Agent("Chrome", 140, "Windows"), "en-GB", "203.0.113.0/24") { AutonomousSystem = 64500 };
        var noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        atNight.Judge(stored, Habits.None, stored, noon).Action.ShouldBe(VerdictAction.Accept);
        atNight.Judge(stored, Habits.None, stored with { AutonomousSystem = 1, Network = "192.0.2.0/24" }, noon).Action.ShouldBe(VerdictAction.Accept);
        var verdict = atNight.Judge(stored, Habits.None, stored with { AutonomousSystem = 1, Network = "192.0.2.0/24" }, noon.AddHours(12));
        verdict.Action.ShouldBe(VerdictAction.StepUp);
        verdict.Explanation.ShouldBe("another network at night");
    }

    #region snippet: fingerprint-policy
    private sealed class OfficeHours() : FingerprintPolicy("office-hours")
    {
        public override Verdict Judge(Fingerprint stored, Fingerprint seen) => Relaxed.Judge(stored, seen) with { Mode = Mode };

        public override Verdict Judge(Fingerprint stored, Habits habits, Fingerprint seen, DateTimeOffset now)
        {
            Verdict verdict = Judge(stored, seen);
            bool night = now.Hour is < 6 or >= 22;
            return night && verdict.Action == VerdictAction.Accept && verdict.Failed.Contains(AttributeNames.AutonomousSystem)
                ? verdict with { Action = VerdictAction.StepUp, Explanation = "another network at night" }
                : verdict;
        }
    }
    #endregion
}
