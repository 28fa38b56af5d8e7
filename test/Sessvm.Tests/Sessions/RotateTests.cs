using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

public sealed class RotateTests
{
    private readonly Bench _bench = new(o => o with { RefreshLifetime = TimeSpan.FromDays(2) });

    [Fact]
    public async Task A_refresh_token_is_traded_for_the_next_pair()
    {
        var grant = await _bench.StartAsync(refresh: true);
        var result = await RotateAsync(grant.RefreshToken!.Value.Reveal());
        result.Succeeded.ShouldBeTrue();
        result.Grant.RefreshToken!.Value.Reveal().ShouldNotBe(grant.RefreshToken.Value.Reveal());
        result.Grant.Row.Access.Generation.ShouldBe(2u);
        (await _bench.AuthenticateAsync(result.Grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        (await RotateAsync(result.Grant.RefreshToken.Value.Reveal())).Grant!.Row.Refresh!.Tokens.Generation.ShouldBe(3u);
    }

    [Fact]
    public async Task A_repeated_rotation_gives_the_same_pair_byte_for_byte() // R2
    {
        string token = (await _bench.StartAsync(refresh: true)).RefreshToken!.Value.Reveal();
        var first = (await RotateAsync(token)).Grant!;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        var second = (await RotateAsync(token)).Grant!;
        second.AccessToken.Reveal().ShouldBe(first.AccessToken.Reveal());
        second.RefreshToken!.Value.Reveal().ShouldBe(first.RefreshToken!.Value.Reveal());
        _bench.Events.OfType<SessionRotated>().Select(e => e.Repeated).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Fifty_racers_on_one_refresh_token_get_one_pair() // R2
    {
        string token = (await _bench.StartAsync(refresh: true)).RefreshToken!.Value.Reveal();
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await RotateAsync(token))));
        results.Select(result => result.Grant!.RefreshToken!.Value.Reveal()).Distinct().ShouldHaveSingleItem();
        results.Select(result => result.Grant!.AccessToken.Reveal()).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_replayed_refresh_token_ends_the_family() // R4
    {
        var grant = await _bench.StartAsync(refresh: true);
        var next = (await RotateAsync(grant.RefreshToken!.Value.Reveal())).Grant!;
        await _bench.AuthenticateAsync(next.AccessToken.Reveal());
        await _bench.Service.FlushAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        (await RotateAsync(grant.RefreshToken.Value.Reveal())).Reason.ShouldBe(SessionReason.ReplayDetected);
        (await RotateAsync(next.RefreshToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.RefreshNotActive);
        (await _bench.AuthenticateAsync(next.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        _bench.Events.OfType<ReplayDetected>().ShouldHaveSingleItem().SameDevice.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refresh_token_past_its_lifetime_is_refused_and_the_session_lives() // R6
    {
        var grant = await _bench.StartAsync(refresh: true);
        _bench.Time.Advance(TimeSpan.FromDays(2));
        (await RotateAsync(grant.RefreshToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.RefreshExpired);
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Refreshed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_asked_for_none_has_no_refresh_token()
    {
        var plain = await _bench.StartAsync();
        plain.RefreshToken.ShouldBeNull();
        (await RotateAsync(plain.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.InvalidRefreshFormat);
        (await RotateAsync("R1.AAAA")).Reason.ShouldBe(SessionReason.InvalidRefreshFormat);

        var foreign = await new Bench().StartAsync(refresh: true);
        (await RotateAsync(foreign.RefreshToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.RefreshNotFound);
    }

    [Fact]
    public async Task An_ended_session_is_refresh_not_active()
    {
        var grant = await _bench.StartAsync(refresh: true);
        await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Administrative);
        (await RotateAsync(grant.RefreshToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.RefreshNotActive);
    }

    [Fact]
    public async Task The_access_token_of_the_old_pair_is_answered_within_the_overlap()
    {
        var grant = await _bench.StartAsync(refresh: true);
        var next = (await RotateAsync(grant.RefreshToken!.Value.Reveal())).Grant!;
        var late = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        late.AccessToken!.Value.Reveal().ShouldBe(next.AccessToken.Reveal());
    }

    private async Task<RotateResult> RotateAsync(string token) =>
        await _bench.Service.RotateAsync(new ExchangeRequest(token, Bench.Device, Bench.Home));
}
