using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

/// <summary>TLS through the life of a session (R4): a difference in TLS alone asks for step-up and never ends a family.</summary>
public sealed class TlsTests
{
    private const string Own = "h131514_8daaf6152771_5b37b36a67c0";
    private const string Other = "h133109_e8f1e7e78f70_375ca2c5e164";

    private static readonly Fingerprint Home = Bench.Home with { Tls = Own };

    private readonly Bench _bench = new();

    [Fact]
    public async Task The_start_an_exchange_and_a_renewal_remember_the_TLS_of_who_obtained_the_token()
    {
        var grant = await StartAsync(Home);
        grant.Row.Holder.Tls.ShouldBe(Own);
        grant.Row.Fingerprint.Tls.ShouldBe(Own);

        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Home);
        (await RowAsync(grant)).Holder.Tls.ShouldBe(Own);

        await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Home with { Tls = Other }) { FreshCredentials = true });
        (await RowAsync(grant)).Holder.Tls.ShouldBe(Other);
        (await RowAsync(grant)).Fingerprint.Tls.ShouldBe(Other);
    }

    [Fact]
    public async Task The_current_token_over_another_TLS_asks_for_step_up()
    {
        var grant = await StartAsync(Home);
        _bench.Time.Advance(TimeSpan.FromMinutes(16));

        var result = await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Home with { Tls = Other });

        result.Reason.ShouldBe(SessionReason.StepUpRequired);
        _bench.Events.OfType<SessionRefused>().Last().Verdict!.Failed.ShouldBe(["tls"]);
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Home)).Reason.ShouldBe(SessionReason.None); // nothing is held against the owner
    }

    [Fact]
    public async Task A_predecessor_over_another_TLS_asks_for_step_up_and_never_ends_the_family()
    {
        var grant = await StartAsync(Home);
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var successor = await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Home);

        (await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Home with { Tls = Other })).Reason.ShouldBe(SessionReason.StepUpRequired);

        var row = await RowAsync(grant);
        row.End.ShouldBeNull();
        row.Held.ShouldBeFalse();
        (await _bench.ExchangeAsync(successor.AccessToken!.Value.Reveal(), Home)).Reason.ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task A_session_over_a_path_that_tells_no_TLS_takes_it_from_the_first_one_that_does_and_keeps_it()
    {
        var grant = await StartAsync(Bench.Home);
        grant.Row.Holder.Tls.ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var second = await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Home);
        (await RowAsync(grant)).Fingerprint.Tls.ShouldBe(Own);

        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var third = await _bench.ExchangeAsync(second.AccessToken!.Value.Reveal(), Bench.Home);
        third.Reason.ShouldBe(SessionReason.None);
        (await RowAsync(grant)).Fingerprint.Tls.ShouldBe(Own); // what a request does not tell is not forgotten
    }

    private async Task<SessionGrant> StartAsync(Fingerprint from) =>
        (await _bench.Service.StartAsync(new StartRequest { Subject = "alice", Device = Bench.Device, Fingerprint = from })).Grant!;

    private async Task<SessionRow> RowAsync(SessionGrant grant) => (await _bench.Service.FindAsync(grant.Row.Id))!;
}
