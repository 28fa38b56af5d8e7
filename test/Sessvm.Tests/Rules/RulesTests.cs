using Microsoft.Extensions.Time.Testing;
using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tests.Model;
using Sessvm.Tests.Sessions;

namespace Sessvm.Tests.Rules;

/// <summary>Each rule of the design in one plain test: who breaks a rule reads its sentence.</summary>
public sealed class RulesTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Due = TimeSpan.FromMinutes(16);

    private readonly ModelStore _rows = new(new FakeTimeProvider());
    private readonly NodeStore _store;
    private readonly Bench _bench;

    public RulesTests()
    {
        _store = new NodeStore(_rows);
        _bench = new Bench(store: _store);
    }

    [Fact]
    public async Task R1_There_is_one_row_for_a_session_however_often_it_is_exchanged()
    {
        string token = await StartAsync();
        for (int i = 0; i < 20; i++)
        {
            token = await NextAsync(token);
        }

        _rows.Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task R2_All_who_present_one_generation_within_the_overlap_receive_the_same_successor()
    {
        string token = await StartAsync();
        string successor = await NextAsync(token);
        _bench.Time.Advance(Overlap);
        (await _bench.ExchangeAsync(token)).AccessToken!.Value.Reveal().ShouldBe(successor);
    }

    [Fact]
    public async Task R3_A_lost_response_never_ends_a_session()
    {
        string token = await StartAsync();
        await NextAsync(token); // lost
        _bench.Time.Advance(TimeSpan.FromDays(3));
        var again = await _bench.ExchangeAsync(token);
        again.Succeeded.ShouldBeTrue();
        (await _bench.AuthenticateAsync(again.AccessToken.Value.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task R4_A_predecessor_that_comes_after_its_time_ends_the_family_and_is_told_once()
    {
        string token = await StartAsync();
        await UseAsync(await NextAsync(token));
        _bench.Time.Advance(Overlap + TimeSpan.FromMilliseconds(1));
        (await _bench.ExchangeAsync(token)).Reason.ShouldBe(SessionReason.ReplayDetected);
        (await _bench.ExchangeAsync(token)).Reason.ShouldBe(SessionReason.SessionNotActive);
        _rows.Rows.Values.Single().End!.Reason.ShouldBe(EndReason.Replay);
        _bench.Events.OfType<ReplayDetected>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task R5_Ended_is_final_whatever_the_version()
    {
        string token = await StartAsync();
        var before = _rows.Rows.Values.Single();
        await _bench.Service.EndAsync(EndTarget.One(before.Id), EndReason.Revoked);
        foreach (var version in new[] { before.Version, before.Version.Next(), _rows.Rows[before.Id].Version })
        {
            (await _bench.Store.UpdateAsync(before with { Version = before.Version.Next() }, version, default)).ShouldBe(UpdateOutcome.Ended);
        }

        (await _bench.ExchangeAsync(token)).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await _bench.Service.RenewAsync(new RenewRequest(before.Id, Bench.Home))).Reason.ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task R5_An_end_that_the_store_has_lost_is_written_again_by_a_node_that_remembers_it()
    {
        string token = await StartAsync();
        var id = _rows.Rows.Values.Single().Id;
        await _bench.Service.EndAsync(EndTarget.One(id), EndReason.Revoked);
        _rows.Failover(1).ShouldBe(1);
        _rows.Rows[id].End.ShouldBeNull();
        (await _bench.ExchangeAsync(token)).Reason.ShouldBe(SessionReason.SessionNotActive);
        _rows.Rows[id].End!.Reason.ShouldBe(EndReason.Revoked);
    }

    [Fact]
    public async Task R6_No_exchange_and_no_renewal_moves_the_absolute_deadline_and_no_token_outlives_it()
    {
        string token = await StartAsync();
        var (id, deadline) = (_rows.Rows.Values.Single().Id, _bench.Now + _bench.Service.Options.AbsoluteTimeout);
        while (_bench.Now < deadline - TimeSpan.FromDays(7))
        {
            _bench.Time.Advance(TimeSpan.FromDays(7));
            token = (await _bench.ExchangeAsync(token)).AccessToken!.Value.Reveal();
        }

        _bench.Time.Advance(deadline - _bench.Now - TimeSpan.FromMinutes(5));
        var renewed = await _bench.Service.RenewAsync(new RenewRequest(id, Bench.Home));
        renewed.Grant!.Row.Deadline.ShouldBe(deadline);
        renewed.Grant.Row.Access.ExpiresAt.ShouldBe(deadline);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        (await _bench.ExchangeAsync(renewed.Grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionExpired);
    }

    [Fact]
    public async Task R6_A_timer_in_the_background_does_not_keep_an_idle_session_alive()
    {
        string token = await StartAsync();
        var idle = _bench.Now + _bench.Service.Options.IdleTimeout;
        while (_bench.Now < idle)
        {
            token = (await BackgroundAsync(token)).AccessToken!.Value.Reveal();
            _bench.Time.Advance(TimeSpan.FromHours(12));
        }

        (await BackgroundAsync(token)).Reason.ShouldBe(SessionReason.SessionIdle);
    }

    [Fact]
    public async Task R7_A_node_that_has_heard_of_an_end_or_of_a_renewal_refuses_what_is_below_without_the_store()
    {
        var feed = new LocalRevocationFeed();
        var one = new Bench(store: _store, feed: feed);
        var other = new Bench(store: _store, feed: feed);
        var grant = await one.StartAsync();
        string token = grant.AccessToken.Reveal();
        (await other.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        var renewed = await one.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        (await other.AuthenticateAsync(token)).Reason.ShouldBe(SessionReason.Superseded);
        (await other.AuthenticateAsync(renewed.Grant!.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        await one.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked);
        (await other.AuthenticateAsync(renewed.Grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task R8_A_store_that_went_backwards_is_healed_by_the_token_and_not_punished()
    {
        string token = await StartAsync();
        string successor = await NextAsync(token);
        _rows.Failover(1).ShouldBe(1);
        (await _bench.ExchangeAsync(successor)).Succeeded.ShouldBeTrue();
        _rows.Rows.Values.Single().Access.Generation.ShouldBe(2u);
        _bench.Events.OfType<SessionHealed>().Count().ShouldBe(1);
    }

    private async Task<string> StartAsync() => (await _bench.StartAsync()).AccessToken.Reveal();

    private async Task<string> NextAsync(string token)
    {
        _bench.Time.Advance(Due);
        var result = await _bench.ExchangeAsync(token);
        result.Refreshed.ShouldBeTrue();
        return result.AccessToken!.Value.Reveal();
    }

    private async Task UseAsync(string token)
    {
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        await _bench.Service.FlushAsync();
        _store.WriteMarks();
    }

    private ValueTask<ExchangeResult> BackgroundAsync(string token) =>
        _bench.Service.ExchangeAsync(new ExchangeRequest(token, Bench.Device, Bench.Home) { Background = true });
}
