using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

/// <summary>A store that has become slow.</summary>
public sealed class OverloadTests
{
    private static readonly TimeSpan s_expired = TimeSpan.FromMinutes(16);

    private readonly ProbeStore _store = new();
    private readonly Bench _bench;

    public OverloadTests() => _bench = new Bench(options => options with { StoreCalls = 3, StoreTimeout = TimeSpan.FromSeconds(5) }, _store);

    [Fact]
    public async Task A_call_that_is_not_answered_is_given_up_and_the_next_one_is_as_if_nothing_had_been()
    {
        string token = (await ExpiredAsync(1))[0];
        var gate = Close();
        Task<ExchangeResult> waiting = _bench.ExchangeAsync(token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        _bench.Time.Advance(TimeSpan.FromSeconds(5));

        (await Should.ThrowAsync<SessionStoreException>(waiting)).Message.ShouldContain("StoreTimeout");
        gate.SetResult();
        (await _bench.ExchangeAsync(token)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_call_is_given_up_in_its_own_time_and_one_that_is_answered_in_time_is_not()
    {
        string[] tokens = await ExpiredAsync(3);
        var gate = Close();
        Task<ExchangeResult> first = _bench.ExchangeAsync(tokens[0]).AsTask();
        _bench.Time.Advance(TimeSpan.FromSeconds(3));
        Task<ExchangeResult> second = _bench.ExchangeAsync(tokens[1]).AsTask();

        _bench.Time.Advance(TimeSpan.FromSeconds(2.5));
        await Should.ThrowAsync<SessionStoreException>(first);
        second.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await second).Succeeded.ShouldBeTrue();

        _bench.Time.Advance(TimeSpan.FromSeconds(30)); // nobody waits, and the timer has stopped
        gate = Close();
        Task<ExchangeResult> third = _bench.ExchangeAsync(tokens[2]).AsTask();
        _bench.Time.Advance(TimeSpan.FromSeconds(4));
        third.IsCompleted.ShouldBeFalse();
        _bench.Time.Advance(TimeSpan.FromSeconds(1.5));
        await Should.ThrowAsync<SessionStoreException>(third);
        gate.SetException(new SessionStoreException("Too late.")); // is heard by nobody, and troubles nobody
        _store.Gate = Task.CompletedTask;
        (await _bench.ExchangeAsync(tokens[2])).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Beyond_StoreCalls_nothing_is_begun_and_a_place_is_free_when_the_store_is_done_with_it()
    {
        string[] tokens = await ExpiredAsync(4);
        var gate = Close();
        Task<ExchangeResult>[] begun = [.. tokens[..3].Select(token => _bench.ExchangeAsync(token).AsTask())];

        (await Should.ThrowAsync<SessionStoreException>(_bench.ExchangeAsync(tokens[3]).AsTask())).Message.ShouldContain("StoreCalls");

        _bench.Time.Advance(TimeSpan.FromSeconds(5)); // nobody waits for the three any more, but the store still works at them
        await Should.ThrowAsync<SessionStoreException>(Task.WhenAll(begun));
        (await Should.ThrowAsync<SessionStoreException>(_bench.ExchangeAsync(tokens[3]).AsTask())).Message.ShouldContain("StoreCalls");
        _store.Finds.ShouldBe(3);
        gate.SetResult();
        (await _bench.ExchangeAsync(tokens[3])).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_with_a_known_token_is_served_at_once_and_an_end_is_begun_all_the_same()
    {
        string[] expired = await ExpiredAsync(3);
        var grant = await _bench.StartAsync("bob");
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        var gate = Close();
        Task<ExchangeResult>[] begun = [.. expired.Select(token => _bench.ExchangeAsync(token).AsTask())];

        var pending = _bench.Service.AuthenticateAsync(
            new AuthenticateRequest(grant.AccessToken.Reveal().AsMemory(), Bench.Device, new RequestTraits(Bench.UserAgent)));
        pending.IsCompletedSuccessfully.ShouldBeTrue();
        (await pending).Succeeded.ShouldBeTrue();
        (await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.SignedOut)).Count.ShouldBe(1);

        gate.SetResult();
        (await Task.WhenAll(begun)).ShouldAllBe(one => one.Succeeded);
    }

    /// <summary>Expired tokens of as many sessions: equal requests would share one run.</summary>
    private async Task<string[]> ExpiredAsync(int count)
    {
        var tokens = new string[count];
        for (int i = 0; i < count; i++)
        {
            tokens[i] = (await _bench.StartAsync($"person {i}")).AccessToken.Reveal();
        }

        _bench.Time.Advance(s_expired);
        return tokens;
    }

    private TaskCompletionSource Close()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        return gate;
    }
}
