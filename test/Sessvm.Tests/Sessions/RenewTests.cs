using Sessvm.Tests.Shared;
using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

public sealed class RenewTests
{
    private readonly ProbeStore _store = new();
    private readonly DeafFeed _feed = new();
    private readonly Bench _bench;

    public RenewTests() => _bench = new Bench(store: _store, setup: setup => setup with { Feed = _feed });

    [Fact]
    public async Task Older_tokens_are_refused_at_once_and_the_new_one_is_good()
    {
        var grant = await _bench.StartAsync(refresh: true);
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home))).Grant!;
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.Superseded);
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.Superseded);
        (await _bench.AuthenticateAsync(renewed.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        renewed.Row.Access.Floor.ShouldBe(renewed.Row.Access.Generation);
        _bench.Service.IsRefused(grant.Row.Id, floor: 1).ShouldBeTrue();
        _bench.Events.OfType<SessionRenewed>().ShouldHaveSingleItem().Generation.ShouldBe(2u);
    }

    [Fact]
    public async Task Older_refresh_tokens_are_refused_and_the_new_one_is_good()
    {
        var grant = await _bench.StartAsync(refresh: true);
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home))).Grant!;
        (await RotateAsync(grant.RefreshToken!.Value.Reveal())).ShouldBe(SessionReason.Superseded);
        (await RotateAsync(renewed.RefreshToken!.Value.Reveal())).ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task An_old_token_in_other_hands_ends_the_family() // row 9
    {
        var grant = await _bench.StartAsync();
        await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Bench.Thief)).Reason.ShouldBe(SessionReason.ReplayDetected);
    }

    [Fact]
    public async Task Scopes_and_claims_change_with_it()
    {
        var grant = await _bench.StartAsync();
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home)
        {
            Change = new SessionChange { Scopes = ["admin"], TokenClaims = [new("role", "owner")], Claims = [new("note", "kept")] },
        })).Grant!;
        var session = (await _bench.AuthenticateAsync(renewed.AccessToken.Reveal())).Session!;
        session.Scopes.ShouldBe(["admin"]);
        session.Claims.ShouldBe([new SessionClaim("role", "owner")]);
        renewed.Row.Claims.ShouldBe([new SessionClaim("note", "kept")]);

        var kept = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home))).Grant!;
        kept.Row.Scopes.ShouldBe(["admin"]);
    }

    [Fact]
    public async Task A_hold_reaches_requests_with_a_token_that_still_lives_and_a_renewal_lifts_it() // R4
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var successor = (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).AccessToken!.Value.Reveal();
        var stolen = await _bench.ExchangeAsync(grant.AccessToken.Reveal(), from: Bench.Thief); // nobody can tell owner from thief
        stolen.Reason.ShouldBe(SessionReason.StepUpRequired);
        (await _bench.AuthenticateAsync(successor)).Reason.ShouldBe(SessionReason.StepUpRequired);

        var renewed = await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        (await _bench.AuthenticateAsync(renewed.Grant!.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.None);
        (await _bench.AuthenticateAsync(successor)).Reason.ShouldBe(SessionReason.Superseded);
    }

    [Fact]
    public async Task Fresh_credentials_lift_a_hold_and_are_dated()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var next = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal(), Bench.Thief)).Reason.ShouldBe(SessionReason.StepUpRequired); // R4
        (await _bench.ExchangeAsync(next.AccessToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.StepUpRequired);

        var stale = await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home) { FreshCredentials = false });
        stale.Grant!.Row.Held.ShouldBeTrue();
        stale.Grant.Row.AuthenticatedAt.ShouldBe(grant.Row.AuthenticatedAt);

        var fresh = await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        fresh.Grant!.Row.AuthenticatedAt.ShouldBe(_bench.Now);
        (await _bench.ExchangeAsync(fresh.Grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task It_moves_no_absolute_deadline() // R6
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(grant.Row.IdleTimeout - TimeSpan.FromMinutes(1));
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home))).Grant!;
        renewed.Row.Deadline.ShouldBe(grant.Row.Deadline);
    }

    [Fact]
    public async Task A_session_that_is_gone_lapsed_or_ended_is_not_renewed()
    {
        var grant = await _bench.StartAsync();
        (await RenewAsync(SessionId.Create("alice"))).ShouldBe(SessionReason.SessionNotFound);
        _bench.Time.Advance(grant.Row.IdleTimeout);
        (await RenewAsync(grant.Row.Id)).ShouldBe(SessionReason.SessionIdle);
        _bench.Time.Advance(grant.Row.Deadline - _bench.Now);
        (await RenewAsync(grant.Row.Id)).ShouldBe(SessionReason.SessionExpired);
        await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.SignedOut);
        (await RenewAsync(grant.Row.Id)).ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task The_new_generation_is_above_the_one_that_the_client_holds()
    {
        var grant = await _bench.StartAsync();
        var renewed = await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home) { HeldGeneration = 7 });
        renewed.Grant!.Row.Access.Floor.ShouldBe(8u);
    }

    [Fact]
    public async Task The_new_generation_is_above_a_floor_that_the_store_has_lost_and_this_node_remembers() // R5
    {
        var grant = await _bench.StartAsync();
        await _feed.PublishAsync([new RevocationNotice(grant.Row.Id, 5, _bench.Now, Reason: null)], CancellationToken.None);
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home))).Grant!;
        renewed.Row.Access.Floor.ShouldBe(6u);
        (await _bench.AuthenticateAsync(renewed.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_change_of_keys_the_renewed_tokens_are_good_and_the_next_exchange_moves_them_on()
    {
        var grant = await _bench.StartAsync(refresh: true);
        _bench.Keys.Replace([new(1, Bench.Secret), new(2, Bench.Secret + "2")]);
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home))).Grant!;
        (await _bench.AuthenticateAsync(renewed.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        (await _bench.ExchangeAsync(renewed.AccessToken.Reveal())).Row!.Device.KeyId.ShouldBe((byte)2);
        (await RotateAsync(renewed.RefreshToken!.Value.Reveal())).ShouldBe(SessionReason.None);
    }

    private async Task<SessionReason> RenewAsync(SessionId session) =>
        (await _bench.Service.RenewAsync(new RenewRequest(session, Bench.Home))).Reason;

    private async Task<SessionReason> RotateAsync(string token) =>
        (await _bench.Service.RotateAsync(new ExchangeRequest(token, Bench.Device, Bench.Home))).Reason;
}
