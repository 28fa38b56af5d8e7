using System.Net;
using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints;

public sealed class FingerprintExtractorTests
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

    private static readonly RequestTraits s_traits = new(Chrome, "en-GB,en;q=0.9", IPAddress.Parse("203.0.113.77"));

    private readonly FingerprintExtractor _extractor = new(new());

    [Fact]
    public void A_request_is_reduced_to_what_a_policy_needs() => _extractor.Extract(s_traits)
        .ShouldBe(new Fingerprint(new Agent("Chrome", 126, "Windows"), "en-GB", "203.0.113.0/24") { Device = DeviceClass.Desktop });

    [Fact]
    public void A_request_that_tells_nothing_is_unknown() => _extractor.Extract(default).ShouldBe(Fingerprint.Unknown);

    [Fact]
    public void What_is_switched_off_is_not_read()
    {
        RequestTraits traits = s_traits with { AutonomousSystem = 64500 };
        Fingerprint whole = Read(new());

        whole.AutonomousSystem.ShouldBe(64500u);
        Read(new() { Browser = false }).ShouldBe(whole with { Agent = new Agent("Unknown", 0, "Windows") });
        Read(new() { Version = false }).ShouldBe(whole with { Agent = new Agent("Chrome", 0, "Windows") });
        Read(new() { System = false }).ShouldBe(whole with { Agent = new Agent("Chrome", 126, "Unknown") });
        Read(new() { Device = false }).ShouldBe(whole with { Device = DeviceClass.Other });
        Read(new() { Language = false }).ShouldBe(whole with { Language = null });
        Read(new() { Network = false }).ShouldBe(whole with { Network = null });
        Read(new() { AutonomousSystem = false }).ShouldBe(whole with { AutonomousSystem = null });
        Read(new() { Browser = false, System = false, Device = false, Language = false, Network = false, AutonomousSystem = false })
            .ShouldBe(Fingerprint.Unknown);

        Fingerprint Read(FingerprintOptions options) => new FingerprintExtractor(options).Extract(traits);
    }

    [Fact]
    public void The_prefixes_are_those_of_the_options()
    {
        FingerprintExtractor extractor = new(new() { IPv4Prefix = 16, IPv6Prefix = 48 });

        extractor.Extract(s_traits).Network.ShouldBe("203.0.0.0/16");
        extractor.Extract(s_traits with { Address = IPAddress.Parse("2001:db8:1:2::3") }).Network.ShouldBe("2001:db8:1::/48");
    }

    [Fact]
    public void A_repeated_agent_costs_no_allocation()
    {
        string copy = new(Chrome.AsSpan());
        _extractor.ReadAgent(Chrome);
        _extractor.ReadAgent(copy);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _extractor.ReadAgent(copy);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void To_read_and_judge_a_request_costs_at_most_200_bytes()
    {
        RequestTraits traits = s_traits with
        {
            Address = IPAddress.Parse("2001:db8:1234:5678::9"),
            AutonomousSystem = 64500,
            Hints = new ClientHints("\"Chromium\";v=\"126\"", "\"Windows\"", "?0"),
        };
        Fingerprint stored = _extractor.Extract(traits);
        FingerprintPolicy.Relaxed.Judge(stored, stored);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            FingerprintPolicy.Relaxed.Judge(stored, _extractor.Extract(traits));
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public void What_the_transport_knows_of_the_autonomous_system_goes_before_what_is_looked_up()
    {
        FingerprintExtractor extractor = new(new(), new Everybody());

        extractor.Extract(s_traits).AutonomousSystem.ShouldBe(64500u);
        extractor.Extract(s_traits with { AutonomousSystem = 64501 }).AutonomousSystem.ShouldBe(64501u);
        extractor.Extract(s_traits with { Address = null }).AutonomousSystem.ShouldBeNull();
    }

    [Fact]
    public void An_autonomous_system_is_looked_up_by_the_address_that_was_wrapped()
    {
        Everybody systems = new();

        Compact.asn(systems).Extract(s_traits with { Address = IPAddress.Parse("64:ff9b::203.0.113.77") }).Network.ShouldBe("203.0.113.0/24");

        systems.Asked.ShouldBe(IPAddress.Parse("203.0.113.77"));
    }

    [Fact]
    public void Equal_agents_are_one_instance()
    {
        Agent agent = _extractor.ReadAgent(Chrome);

        _extractor.ReadAgent(new string(Chrome.AsSpan())).ShouldBeSameAs(agent);
        _extractor.ReadAgent(Chrome.Replace("126.0.0.0", "126.0.1.2")).ShouldBeSameAs(agent);
        _extractor.ReadAgent(Chrome.PadRight(600)).ShouldBeSameAs(agent);
    }

    [Fact]
    public void Nothing_and_an_empty_text_are_the_unknown_agent()
    {
        _extractor.ReadAgent(null).ShouldBeSameAs(Agent.Unknown);
        _extractor.ReadAgent("").ShouldBeSameAs(Agent.Unknown);
    }

    [Fact]
    public void An_agent_that_is_too_long_is_read_at_its_beginning() =>
        _extractor.ReadAgent(Chrome.PadRight(512) + " Edg/126").Browser.ShouldBe("Chrome");

    [Fact]
    public void Neither_a_raw_agent_nor_an_address_is_printed() // R9
    {
        string printed = $"{s_traits} {_extractor.Extract(s_traits)} {_extractor} {FingerprintPolicy.Strict.Judge(Fingerprint.Unknown, _extractor.Extract(s_traits))}";

        printed.ShouldNotContain("AppleWebKit");
        printed.ShouldNotContain("126.0.0.0");
        printed.ShouldNotContain("203.0.113.77");
        printed.ShouldNotContain("q=0.9");
    }

    [Theory]
    [InlineData(-1, 64)]
    [InlineData(29, 64)]
    [InlineData(24, -1)]
    [InlineData(24, 65)]
    public void A_prefix_out_of_bounds_stops_the_start(int v4, int v6)
    {
        FingerprintOptions options = new() { IPv4Prefix = v4, IPv6Prefix = v6 };

        Should.Throw<ArgumentException>(() => new FingerprintExtractor(options)).Message.ShouldContain("allowed is 0 to");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(28, 64)]
    public void The_bounds_themselves_are_allowed(int v4, int v6) =>
        Should.NotThrow(() => new FingerprintOptions { IPv4Prefix = v4, IPv6Prefix = v6 }.Validate());

    private sealed class Everybody : IAutonomousSystems
    {
        public IPAddress? Asked { get; private set; }

        public uint? Find(IPAddress address)
        {
            Asked = address;
            return 64500;
        }
    }
}
