using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

/// <summary>How old the credentials behind a token are, and what knowing it costs.</summary>
public sealed class FreshnessTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private readonly ProbeStore _store = new();
    private readonly Bench _bench;

    public FreshnessTests() => _bench = new Bench(store: _store);

    [Fact]
    public async Task Credentials_are_fresh_up_to_the_age_and_stale_after_it()
    {
        var session = await SignedInAsync();
        _bench.Time.Advance(FiveMinutes);
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.None);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.StepUpRequired);
        (await _bench.Service.CheckFreshAsync(session, TimeSpan.FromHours(1))).ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task The_row_is_read_once_a_token_and_never_for_a_token_that_is_older_itself()
    {
        var session = await SignedInAsync();
        int before = _store.Finds;
        _bench.Time.Advance(TimeSpan.FromMinutes(6));
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.StepUpRequired);
        _store.Finds.ShouldBe(before);
        for (int i = 0; i < 10; i++)
        {
            (await _bench.Service.CheckFreshAsync(session, TimeSpan.FromHours(1))).ShouldBe(SessionReason.None);
        }

        _store.Finds.ShouldBe(before + 1);
    }

    [Fact]
    public async Task An_exchange_makes_nothing_fresher()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var session = await SessionOf((await _bench.ExchangeAsync(grant.AccessToken.Reveal())).AccessToken!.Value.Reveal());
        session.IssuedAt.ShouldBe(_bench.Now);
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.StepUpRequired);
    }

    [Fact]
    public async Task A_renewal_makes_fresh_with_credentials_and_not_without()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        var without = await RenewAsync(grant.Row, fresh: false);
        (await _bench.Service.CheckFreshAsync(await SessionOf(without), FiveMinutes)).ShouldBe(SessionReason.StepUpRequired);
        var with = await RenewAsync(grant.Row, fresh: true);
        (await _bench.Service.CheckFreshAsync(await SessionOf(with), FiveMinutes)).ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task A_token_from_before_the_renewal_does_not_share_in_it()
    {
        var grant = await _bench.StartAsync();
        var old = await SessionOf(grant.AccessToken.Reveal());
        await RenewAsync(grant.Row, fresh: true);
        (await _bench.Service.CheckFreshAsync(old, FiveMinutes)).ShouldBe(SessionReason.Superseded);
    }

    [Fact]
    public async Task A_child_is_as_old_as_the_credentials_of_its_parent()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        var child = await _bench.Service.StartAsync(new StartRequest { Subject = "alice", Device = Bench.Device, Fingerprint = Bench.Home, Parent = grant.Row.Id });
        var session = await SessionOf(child.Grant!.AccessToken.Reveal());
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.StepUpRequired);
    }

    [Fact]
    public async Task A_held_session_is_not_fresh_however_young()
    {
        var grant = await _bench.StartAsync();
        var session = await SessionOf(grant.AccessToken.Reveal());
        var row = (await _store.FindAsync(grant.Row.Id, default))!;
        (await _store.UpdateAsync(row with { Held = true, Version = row.Version.Next() }, row.Version, default)).ShouldBe(UpdateOutcome.Updated);
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.StepUpRequired);
    }

    [Fact]
    public async Task A_session_that_has_ended_is_told_as_such()
    {
        var grant = await _bench.StartAsync();
        var session = await SessionOf(grant.AccessToken.Reveal());
        await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked);
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_throws_and_nothing_is_taken_for_fresh()
    {
        var session = await SignedInAsync();
        _store.Down = true;
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.Service.CheckFreshAsync(session, FiveMinutes));
        _store.Down = false;
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.None);
        _store.Down = true;
        (await _bench.Service.CheckFreshAsync(session, FiveMinutes)).ShouldBe(SessionReason.None); // it is known now
    }

    [Fact]
    public async Task An_age_is_more_than_nothing_and_at_most_the_absolute_timeout()
    {
        var session = await SignedInAsync();
        foreach (var age in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-1), _bench.Service.Options.AbsoluteTimeout + TimeSpan.FromTicks(1), TimeSpan.MaxValue })
        {
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await _bench.Service.CheckFreshAsync(session, age));
        }

        (await _bench.Service.CheckFreshAsync(session, _bench.Service.Options.AbsoluteTimeout)).ShouldBe(SessionReason.None);
        await Should.ThrowAsync<ArgumentNullException>(async () => await _bench.Service.CheckFreshAsync(null!, FiveMinutes));
    }

    private async Task<AuthenticatedSession> SignedInAsync() => await SessionOf((await _bench.StartAsync()).AccessToken.Reveal());

    private async Task<AuthenticatedSession> SessionOf(string token) => (await _bench.AuthenticateAsync(token)).Session!;

    private async Task<string> RenewAsync(SessionRow row, bool fresh)
    {
        var renewed = await _bench.Service.RenewAsync(new RenewRequest(row.Id, Bench.Home) { FreshCredentials = fresh });
        return renewed.Grant!.AccessToken.Reveal();
    }
}
