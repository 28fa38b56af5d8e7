using Microsoft.Extensions.Time.Testing;
using Sessvm.Sessions;
using Sessvm.Tests.Model;
using Sessvm.Tests.Sessions;
using Sessvm.Tokens;

namespace Sessvm.Tests.Rules;

/// <summary>What the model has found, each in its shortest form.</summary>
public sealed class FoundByTheModelTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ModelStore _rows = new(new FakeTimeProvider());
    private readonly NodeStore _store;
    private readonly Bench _bench;

    public FoundByTheModelTests()
    {
        _store = new NodeStore(_rows);
        _bench = new Bench(
            options => options with
            {
                AccessLifetime = 18 * Second,
                IdleTimeout = 60 * Second,
                Overlap = 10 * Second,
                TouchInterval = 5 * Second,
            },
            _store);
    }

    [Fact]
    public async Task A_renewal_after_one_that_the_store_has_lost_is_good_on_the_node_that_remembers_it() // R5, R7
    {
        var id = (await _bench.StartAsync()).Row.Id;
        await RenewAsync(id);
        await RenewAsync(id);
        _rows.Failover(2).ShouldBe(2);
        (await _bench.AuthenticateAsync(await RenewAsync(id))).Reason.ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task A_hold_that_the_store_has_lost_is_written_again_by_a_node_that_remembers_it() // R4, R5
    {
        string first = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(18 * Second);
        string successor = await ExchangeAsync(first, background: false);
        (await _bench.ExchangeAsync(first, from: Bench.Thief)).Reason.ShouldBe(SessionReason.StepUpRequired);
        _rows.Failover(1).ShouldBe(1);
        var refused = await _bench.ExchangeAsync(successor);
        refused.Reason.ShouldBe(SessionReason.StepUpRequired);
        (await _bench.Service.FindAsync(refused.Session!.Value))!.Held.ShouldBeTrue();
    }

    [Fact]
    public async Task A_hold_is_not_lifted_by_a_renewal_that_the_store_has_lost_before_it() // R4, R5
    {
        var id = (await _bench.StartAsync()).Row.Id;
        string renewed = await RenewAsync(id);
        _rows.Failover(1).ShouldBe(1);
        _bench.Time.Advance(Second);
        (await _bench.ExchangeAsync(renewed, from: Bench.Thief)).Reason.ShouldBe(SessionReason.StepUpRequired);
        _rows.Failover(2).ShouldBe(2);
        (await _bench.ExchangeAsync(renewed)).Reason.ShouldBe(SessionReason.StepUpRequired);
        (await _bench.Service.FindAsync(id))!.LastSeenAt.ShouldBe((await _bench.Service.FindAsync(id))!.CreatedAt);
    }

    [Fact]
    public async Task A_late_answer_that_was_stamped_in_the_background_is_not_overtaken_by_a_new_generation() // R2
    {
        string first = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(57 * Second);
        string successor = await ExchangeAsync(first, background: true); // lives for 3 s; another tab's answer with it comes late
        (await _bench.AuthenticateAsync(successor)).Succeeded.ShouldBeTrue(); // a person comes back, and the session is not idle
        await _bench.Service.FlushAsync();
        _store.WriteMarks();
        _bench.Time.Advance(4 * Second);
        (await GenerationAfterExchangeAsync(successor)).ShouldBe(2u);
    }

    [Fact]
    public async Task A_successor_is_not_advanced_while_an_answer_with_a_stamp_of_it_may_be_on_its_way() // R2
    {
        string first = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(18 * Second);
        string successor = await ExchangeAsync(first, background: false);
        _bench.Time.Advance(9 * Second);
        await ExchangeAsync(first, background: false); // 9 s left: stamped anew, and comes late
        _bench.Time.Advance(9 * Second);
        (await GenerationAfterExchangeAsync(successor)).ShouldBe(2u);
    }

    [Fact]
    public async Task A_token_that_heals_its_row_when_it_is_due_is_stamped_anew_and_not_advanced() // R2, R8
    {
        string first = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(18 * Second);
        string successor = await ExchangeAsync(first, background: false);
        _bench.Time.Advance(9 * Second);
        string late = await ExchangeAsync(first, background: false);
        _rows.Failover(2).ShouldBe(2);
        _bench.Time.Advance(9 * Second);
        (await GenerationAfterExchangeAsync(successor)).ShouldBe(2u);
        (await GenerationAfterExchangeAsync(late)).ShouldBe(2u); // it arrived after all, and is as good
    }

    [Fact]
    public async Task A_floor_that_is_raised_again_lets_no_token_outlive_the_idle_deadline() // R5, R6
    {
        var id = (await _bench.StartAsync()).Row.Id;
        _bench.Time.Advance(40 * Second);
        string renewed = await RenewAsync(id);
        _rows.Failover(1).ShouldBe(1);
        _bench.Time.Advance(5 * Second);
        await ExchangeAsync(renewed, background: true);
        _rows.Rows[id].Access.Floor.ShouldBe(2u);
        _rows.Rows[id].Access.ExpiresAt.ShouldBeLessThanOrEqualTo(_rows.Rows[id].IdleDeadline);
    }

    private async Task<string> RenewAsync(SessionId id) =>
        (await _bench.Service.RenewAsync(new RenewRequest(id, Bench.Home))).Grant!.AccessToken.Reveal();

    private async Task<string> ExchangeAsync(string token, bool background)
    {
        var result = await _bench.Service.ExchangeAsync(new ExchangeRequest(token, Bench.Device, Bench.Home) { Background = background });
        result.Reason.ShouldBe(SessionReason.None);
        return result.AccessToken!.Value.Reveal();
    }

    private async Task<uint> GenerationAfterExchangeAsync(string token)
    {
        _bench.Service.Tokens.ReadAccess(await ExchangeAsync(token, background: false), _bench.Now, out var read);
        return read.Generation;
    }
}
