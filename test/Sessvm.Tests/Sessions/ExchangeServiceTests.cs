using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

public sealed class ExchangeServiceTests
{
    private readonly ProbeStore _store = new();
    private readonly Bench _bench;

    public ExchangeServiceTests() => _bench = new Bench(store: _store);

    [Theory]
    [InlineData("")]
    [InlineData("R1.AAAA")]
    [InlineData("A1.****")]
    public async Task Row_1_what_is_no_access_token_is_invalid_access_format(string text)
    {
        var result = await _bench.ExchangeAsync(text);
        result.Reason.ShouldBe(SessionReason.InvalidAccessFormat);
        result.Session.ShouldBeNull();
    }

    [Fact]
    public async Task Row_2_a_token_of_another_audience_is_invalid_access_token()
    {
        var other = new Bench(setup: setup => setup with
        {
            Keys = new KeyRing([new KeyDefinition(1, Bench.Secret)], new KeyScope("tests", "others", "Sessvm")),
        });
        var grant = await other.StartAsync();
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.InvalidAccessToken);
    }

    [Fact]
    public async Task Row_3_a_token_without_a_row_is_session_not_found_and_names_its_session()
    {
        var grant = await new Bench().StartAsync();
        var result = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        result.Reason.ShouldBe(SessionReason.SessionNotFound);
        result.Session.ShouldBe(grant.Row.Id);
    }

    [Fact]
    public async Task A_lapsed_session_ends_in_the_store_with_one_event() // rows 5 and 6
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(grant.Row.IdleTimeout);
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionIdle);
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await _bench.Service.FindAsync(grant.Row.Id))!.End!.Reason.ShouldBe(EndReason.Idle);
        _bench.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.Idle);
    }

    [Fact]
    public async Task Equal_requests_are_answered_by_one_read_of_the_row()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Gate = gate.Task;
        Task<ExchangeResult>[] waiting = [.. Enumerable.Range(0, 100).Select(_ => _bench.ExchangeAsync(grant.AccessToken.Reveal()).AsTask())];
        gate.SetResult();
        var results = await Task.WhenAll(waiting);
        _store.Finds.ShouldBe(1);
        results.Select(result => result.AccessToken!.Value.Reveal()).Distinct().ShouldHaveSingleItem();
        _bench.Events.OfType<SessionExchanged>().ShouldHaveSingleItem().Repeated.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_device_never_shares_the_answer_of_the_right_one()
    {
        var grant = await _bench.StartAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Gate = gate.Task;
        var right = _bench.ExchangeAsync(grant.AccessToken.Reveal());
        var wrong = _bench.ExchangeAsync(grant.AccessToken.Reveal(), device: Guid.NewGuid());
        gate.SetResult();
        (await right).Succeeded.ShouldBeTrue();
        (await wrong).Reason.ShouldBe(SessionReason.DeviceMismatch);
    }

    [Fact]
    public async Task Whoever_leads_a_run_may_go_away_without_ending_it()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Gate = gate.Task;
        using var leaving = new CancellationTokenSource();
        var request = new ExchangeRequest(grant.AccessToken.Reveal(), Bench.Device, Bench.Home);
        var leader = _bench.Service.ExchangeAsync(request, leaving.Token).AsTask();
        var follower = _bench.Service.ExchangeAsync(request).AsTask();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leader);
        gate.SetResult();
        (await follower).Refreshed.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_joins_a_run_after_the_end_is_told_so() // R5, R7
    {
        var grant = await _bench.StartAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Gate = gate.Task;
        var first = _bench.ExchangeAsync(grant.AccessToken.Reveal());
        await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.SignedOut);
        var late = _bench.ExchangeAsync(grant.AccessToken.Reveal());
        gate.SetResult();
        (await first).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await late).Reason.ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task A_store_that_fails_is_no_refusal_and_the_next_request_asks_again()
    {
        var grant = await _bench.StartAsync();
        _store.Down = true;
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.ExchangeAsync(grant.AccessToken.Reveal()));
        _store.Down = false;
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_lives_through_a_change_of_keys_and_the_retirement_of_the_old_one()
    {
        var changes = _bench.Now + TimeSpan.FromMinutes(10);
        KeyDefinition old = new(1, Bench.Secret, RetireAfter: changes + TimeSpan.FromMinutes(20));
        KeyDefinition young = new(2, Bench.Secret + "2", NotBefore: changes);
        _bench.Keys.Replace([old, young]);
        var grant = await _bench.StartAsync();

        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var next = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        next.Row!.Access.KeyId.ShouldBe((byte)2);
        next.Row.Device.KeyId.ShouldBe((byte)2);
        string token = next.AccessToken!.Value.Reveal();
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();

        _bench.Time.Advance(TimeSpan.FromMinutes(16)); // the old key has retired
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.InvalidAccessToken);
        (await _bench.ExchangeAsync(token)).Refreshed.ShouldBeTrue();
        _bench.Keys.Replace([young]);
        (await _bench.ExchangeAsync(token)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Taking_a_key_back_refuses_the_sessions_that_moved_on_to_it()
    {
        var grant = await _bench.StartAsync();
        KeyDefinition first = new(1, Bench.Secret), second = new(2, Bench.Secret + "2");
        _bench.Keys.Replace([first, second]);
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Row!.Access.KeyId.ShouldBe((byte)2);
        _bench.Keys.Replace([first]);
        var again = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        again.Reason.ShouldBe(SessionReason.DeviceMismatch); // the device's hash left with its key: nothing can be proven
    }

    [Fact]
    public async Task In_the_last_second_of_a_session_nothing_breaks() // R6: a lifetime of whole seconds is none then
    {
        var start = await _bench.Service.StartAsync(new StartRequest
        {
            Subject = "alice",
            Device = Bench.Device,
            Fingerprint = Bench.Home,
            AbsoluteTimeout = TimeSpan.FromMinutes(16),
        });
        _bench.Time.Advance(TimeSpan.FromMinutes(16) - TimeSpan.FromMilliseconds(400));
        var result = await _bench.ExchangeAsync(start.Grant!.AccessToken.Reveal());
        result.Succeeded.ShouldBeTrue();
        result.Row.Access.ExpiresAt.ShouldBeLessThanOrEqualTo(result.Row.Deadline);
    }

    [Fact]
    public async Task A_lapsed_background_exchange_does_not_extend_the_idle_deadline() // R6
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var result = await _bench.Service.ExchangeAsync(
            new ExchangeRequest(grant.AccessToken.Reveal(), Bench.Device, Bench.Home) { Background = true });
        result.Refreshed.ShouldBeTrue();
        (await _bench.Service.FindAsync(grant.Row.Id))!.IdleDeadline.ShouldBe(grant.Row.IdleDeadline);
    }

    [Fact]
    public async Task A_missing_part_is_the_callers_mistake()
    {
        await Should.ThrowAsync<ArgumentNullException>(async () => await _bench.Service.ExchangeAsync(null!));
        await Should.ThrowAsync<ArgumentNullException>(async () => await _bench.ExchangeAsync(null!));
        await Should.ThrowAsync<ArgumentNullException>(
            async () => await _bench.Service.ExchangeAsync(new ExchangeRequest("A1.", Bench.Device, null!)));
    }
}
