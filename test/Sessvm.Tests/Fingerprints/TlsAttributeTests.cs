using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints;

public sealed class TlsAttributeTests
{
    private const string Home = "h131514_8daaf6152771_5b37b36a67c0";
    private const string Script = "h133109_e8f1e7e78f70_375ca2c5e164";

    private static readonly Fingerprint s_stored = new(new Agent("Chrome", 126, "Windows"), "en-GB", "203.0.113.0/24", Home);

    [Fact]
    public void Strict_refuses_another_TLS()
    {
        Verdict verdict = FingerprintPolicy.Strict.Judge(s_stored, s_stored with { Tls = Script });

        verdict.Action.ShouldBe(VerdictAction.Refuse);
        verdict.Failed.ShouldBe(["tls"]);
        verdict.Need.ShouldBe(13);
    }

    [Theory] // R4: a difference in TLS alone asks for step-up and never ends a family
    [InlineData(Script)]
    [InlineData(TlsFingerprint.Unreadable)]
    public void Relaxed_asks_for_step_up_for_another_TLS(string tls)
    {
        Verdict verdict = FingerprintPolicy.Relaxed.Judge(s_stored, s_stored with { Tls = tls });

        verdict.Action.ShouldBe(VerdictAction.StepUp);
        verdict.Failed.ShouldBe(["tls"]);
    }

    [Theory]
    [InlineData(Home, null)]
    [InlineData(null, Home)]
    [InlineData(Home, "41315_8daaf6152771")] // what comes from another source says nothing of it
    public void TLS_that_one_side_does_not_know_is_skipped(string? stored, string? seen)
    {
        foreach (FingerprintPolicy policy in new[] { FingerprintPolicy.Strict, FingerprintPolicy.Relaxed })
        {
            Verdict verdict = policy.Judge(s_stored with { Tls = stored }, s_stored with { Tls = seen });

            verdict.Action.ShouldBe(VerdictAction.Accept);
            verdict.Skipped.ShouldBe(["asn", "tls", "custom"]);
        }
    }

    [Fact]
    public void A_rule_may_take_its_place()
    {
        FingerprintPolicy policy = FingerprintPolicy.Create(new()
        {
            Rules = new Dictionary<string, AttributeRule> { [AttributeNames.Tls] = new() { Comparison = AttributeComparison.Ignored } },
        });

        policy.Judge(s_stored, s_stored with { Tls = Script }).Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void It_is_read_unless_it_is_switched_off_or_makes_no_sense()
    {
        var traits = new RequestTraits(null, Tls: Home);

        new FingerprintExtractor(new()).Extract(traits).Tls.ShouldBe(Home);
        new FingerprintExtractor(new()).Extract(traits with { Tls = new string('h', 41) }).Tls.ShouldBeNull();
        new FingerprintExtractor(new()).Extract(traits with { Tls = "" }).Tls.ShouldBeNull();
        new FingerprintExtractor(new() { Tls = false }).Extract(traits).Tls.ShouldBeNull();
    }

    [Fact]
    public void A_request_is_read_and_compared_within_200_bytes()
    {
        var extractor = new FingerprintExtractor(new());
        var traits = new RequestTraits("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "de-DE,de;q=0.9", System.Net.IPAddress.Parse("2001:db8:1234:5678::9"), Home)
        {
            AutonomousSystem = 64500,
        };
        Fingerprint stored = extractor.Extract(traits);
        Habits habits = FingerprintPolicy.Adaptive.Learn(Habits.None, stored, stored, DateTimeOffset.UnixEpoch);
        FingerprintPolicy.Adaptive.Judge(stored, habits, stored, DateTimeOffset.UnixEpoch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            FingerprintPolicy.Adaptive.Judge(stored, habits, extractor.Extract(traits), DateTimeOffset.UnixEpoch);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThanOrEqualTo(200);
    }
}
