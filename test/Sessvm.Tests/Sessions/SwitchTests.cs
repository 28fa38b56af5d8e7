using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores.Memory;

namespace Sessvm.Tests.Sessions;

/// <summary>What becomes of a row when an attribute is switched off, or is no longer told.</summary>
public sealed class SwitchTests
{
    private static readonly Fingerprint s_known = Bench.Home with
    {
        AutonomousSystem = 64500,
        Device = DeviceClass.Desktop,
        Tls = "h131514_8daaf6152771_5b37b36a67c0",
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_signed_in_before_an_attribute_was_switched_off_stays_signed_in(bool strict)
    {
        var store = new MemorySessionStore();
        string token = (await new Bench(store: store).StartAsync()).AccessToken.Reveal();
        FingerprintOptions off = new() { Browser = false, System = false, Language = false, Network = false, AutonomousSystem = false };
        var after = new Bench(store: store, setup: setup => setup with
        {
            Fingerprints = off,
            Policy = strict ? FingerprintPolicy.Strict : FingerprintPolicy.Relaxed,
        });

        (await after.AuthenticateAsync(token)).Reason.ShouldBe(SessionReason.None);

        after.Time.Advance(TimeSpan.FromMinutes(20));
        Fingerprint seen = after.Service.Fingerprints.Extract(new RequestTraits(Bench.UserAgent));
        (await after.ExchangeAsync(token, seen)).Reason.ShouldBe(SessionReason.None);
        (await after.Service.ListAsync("alice", CancellationToken.None)).Single().Fingerprint.Agent.ShouldBe(Agent.Unknown);
    }

    [Theory]
    [InlineData("strict")]
    [InlineData("relaxed")]
    [InlineData("adaptive")]
    public async Task A_connection_that_is_no_longer_looked_at_counts_for_nothing(string mode)
    {
        FingerprintPolicy policy = mode switch
        {
            "strict" => FingerprintPolicy.Strict,
            "relaxed" => FingerprintPolicy.Relaxed,
            _ => FingerprintPolicy.Adaptive,
        };
        var store = new MemorySessionStore();
        var before = new Bench(store: store, setup: setup => setup with { Policy = policy });
        string token = (await before.Service.StartAsync(new StartRequest { Subject = "alice", Device = Bench.Device, Fingerprint = s_known }))
            .Grant!.AccessToken.Reveal();
        var after = new Bench(store: store, setup: setup => setup with { Policy = policy, Fingerprints = new() { Tls = false } });
        after.Time.Advance(TimeSpan.FromMinutes(20));

        // Even if a transport still told one.
        (await after.ExchangeAsync(token, s_known with { Tls = "h1_other" })).Reason.ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task What_is_still_switched_on_is_still_judged()
    {
        var store = new MemorySessionStore();
        string token = (await new Bench(store: store).StartAsync()).AccessToken.Reveal();
        var after = new Bench(store: store, setup: setup => setup with { Fingerprints = new() { Browser = false } });

        (await after.AuthenticateAsync(token, "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"))
            .Reason.ShouldBe(SessionReason.BindingMismatch);
    }

    [Fact]
    public async Task What_a_request_does_not_tell_is_not_forgotten() =>
        (await AfterExchangeAsync(s_known with { AutonomousSystem = null, Device = DeviceClass.Other, Language = null, Tls = null })).ShouldBe(s_known);

    [Fact]
    public async Task An_autonomous_system_goes_with_its_network()
    {
        Fingerprint moved = s_known with { AutonomousSystem = null, Network = "198.51.100.0/24" };

        (await AfterExchangeAsync(moved)).ShouldBe(moved);
    }

    private static async Task<Fingerprint> AfterExchangeAsync(Fingerprint seen)
    {
        var bench = new Bench();
        string token = (await bench.StartAsync()).AccessToken.Reveal();
        bench.Time.Advance(TimeSpan.FromMinutes(20));
        token = (await bench.ExchangeAsync(token, s_known)).AccessToken!.Value.Reveal();
        bench.Time.Advance(TimeSpan.FromMinutes(20));

        (await bench.ExchangeAsync(token, seen)).Reason.ShouldBe(SessionReason.None);

        return (await bench.Service.ListAsync("alice", CancellationToken.None)).Single().Fingerprint;
    }
}
