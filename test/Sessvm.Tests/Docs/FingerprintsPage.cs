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
}
