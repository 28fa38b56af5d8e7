using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints.Adaptive;

/// <summary>What a verdict says to an operator.</summary>
public sealed class ExplanationTests
{
    private const string OtherTls = "h131516_8daaf6152771_02713d6af862";

    [Fact]
    public void It_names_what_changed_at_once_and_how_long_it_had_held() =>
        Explain(Life.Home with { Agent = new Agent("Chrome", 130, "Linux"), Tls = OtherTls })
            .ShouldBe("system and TLS changed at once; system had held for 41 observations; TLS had held for 41 observations");

    [Fact]
    public void It_counts_an_autonomous_system_and_its_network_as_one() =>
        Explain(Life.Office with { Language = "ru" })
            .ShouldBe("language and autonomous system changed at once; language had held for 41 observations; autonomous system had held for 41 observations");

    [Fact]
    public void It_says_what_cannot_be() =>
        Explain(Life.Home with { Agent = new Agent("Firefox", 130, "Windows") })
            .ShouldBe("browser and version changed at once; the browser's name changed and its TLS did not; browser had held for 41 observations; version had held for 41 observations");

    [Fact]
    public void It_says_by_how_much_a_version_went_back() =>
        Explain(Life.Home with { Agent = new Agent("Chrome", 118, "Windows") })
            .ShouldBe("version changed; the version went back by 12; version had held for 41 observations");

    [Fact]
    public void Of_a_fresh_session_it_does_not_say_that_anything_had_held() =>
        new Life(Life.Home).Judge(Life.Home with { Tls = OtherTls }).Explanation.ShouldBe("TLS changed");

    [Fact]
    public void It_holds_no_value() => Explain(new Fingerprint(new Agent("Firefox", 1, "Linux"), "ru", "192.0.2.0/24", OtherTls) { AutonomousSystem = 64999 })
        .ShouldNotMatch("Firefox|Chrome|Linux|Windows|ru |192|203|64|h13");

    [Fact]
    public void Strict_and_relaxed_explain_what_differs_as_well()
    {
        Fingerprint seen = Life.Home with { Agent = new Agent("Chrome", 130, "Linux"), Language = "ru" };
        FingerprintPolicy.Relaxed.Judge(Life.Home, seen).Explanation.ShouldBe("system and language changed at once");
        FingerprintPolicy.Strict.Judge(Life.Home, Life.Office).Explanation.ShouldBe("network and autonomous system changed at once");
        FingerprintPolicy.Relaxed.Judge(Life.Home, Life.Home).Explanation.ShouldBe("");
    }

    private static string Explain(Fingerprint seen)
    {
        Verdict verdict = AdaptivePolicyTests.Settled().Judge(seen);
        verdict.Action.ShouldNotBe(VerdictAction.Accept);
        return verdict.Explanation;
    }
}
