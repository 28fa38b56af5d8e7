using Sessvm.Fingerprints;
using Sessvm.Tests.Fingerprints.Adaptive;

namespace Sessvm.Tests.Fingerprints;

/// <summary>One attribute of the application's own.</summary>
public sealed class CustomAttributeTests
{
    private static readonly Fingerprint s_stored = Life.Home with { Custom = Of("asset-0042") };

    [Fact]
    public void Strict_refuses_another_one_relaxed_and_adaptive_ask_about_it()
    {
        Fingerprint other = s_stored with { Custom = Of("asset-0043") };

        FingerprintPolicy.Strict.Judge(s_stored, other).Action.ShouldBe(VerdictAction.Refuse);
        Verdict asked = FingerprintPolicy.Relaxed.Judge(s_stored, other);
        asked.Action.ShouldBe(VerdictAction.StepUp);
        asked.Failed.ShouldBe(["custom"]);
        asked.Explanation.ShouldBe("custom attribute changed");
        Life settled = new Life(s_stored).Live(s_stored, 40);
        settled.Judge(other).Action.ShouldBe(VerdictAction.StepUp);
        settled.Judge(other).Explanation.ShouldBe("custom attribute changed; custom attribute had held for 40 observations");
        settled.Renew(other).Judge(s_stored).Action.ShouldBe(VerdictAction.Accept); // both are known now
    }

    [Fact]
    public void Silence_is_skipped_unless_a_rule_requires_it()
    {
        Fingerprint silent = s_stored with { Custom = null };
        FingerprintPolicy requiring = FingerprintPolicy.Create(new()
        {
            Rules = new Dictionary<string, AttributeRule> { [AttributeNames.Custom] = new() { Weight = 2, Required = true, WhenFailed = VerdictAction.End } },
        });

        FingerprintPolicy.Relaxed.Judge(s_stored, silent).Action.ShouldBe(VerdictAction.Accept);
        FingerprintPolicy.Relaxed.Judge(silent, s_stored).Action.ShouldBe(VerdictAction.Accept);
        requiring.Judge(s_stored, silent).Action.ShouldBe(VerdictAction.End);
    }

    [Fact]
    public void What_is_kept_is_a_checksum_of_the_first_1024_characters()
    {
        string longest = new('x', 1024);

        Of("").ShouldBeNull();
        Of(null).ShouldBeNull();
        Of("a").ShouldNotBe(Of("b"));
        Of(longest).ShouldBe(Of(longest + "y"));
        Of(longest).ShouldNotBe(Of(longest[1..]));
        s_stored.ToString().ShouldNotContain("asset");
    }

    private static uint? Of(string? value) =>
        new FingerprintExtractor(new FingerprintOptions()).Extract(new RequestTraits("x") { Custom = value }).Custom;
}
