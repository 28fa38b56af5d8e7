using Sessvm.Events;

namespace Sessvm.Tests.Sessions;

public sealed class ExchangeTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task A_token_that_lives_is_exchanged_for_itself()
    {
        var grant = await _bench.StartAsync();
        var result = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        result.Reason.ShouldBe(SessionReason.None);
        result.Refreshed.ShouldBeFalse();
        result.AccessToken!.Value.Reveal().ShouldBe(grant.AccessToken.Reveal());
    }

    [Fact]
    public async Task An_expired_token_is_exchanged_for_one_successor_byte_for_byte() // R2
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var first = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        first.Refreshed.ShouldBeTrue();
        var second = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        second.Refreshed.ShouldBeTrue();
        second.AccessToken!.Value.Reveal().ShouldBe(first.AccessToken!.Value.Reveal());
        (await _bench.AuthenticateAsync(first.AccessToken.Value.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_hundred_racers_on_one_expired_token_get_one_successor() // R2
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            Task.Run(async () => await _bench.ExchangeAsync(grant.AccessToken.Reveal()))));
        results.Select(result => result.AccessToken!.Value.Reveal()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_answer_is_given_again_until_its_successor_is_seen_and_then_the_old_token_ends_the_family() // R3, R4
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var lost = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        var again = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        again.AccessToken!.Value.Reveal().ShouldBe(lost.AccessToken!.Value.Reveal());

        (await _bench.AuthenticateAsync(again.AccessToken.Value.Reveal())).Succeeded.ShouldBeTrue();
        await _bench.Service.FlushAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.ReplayDetected);
        (await _bench.AuthenticateAsync(again.AccessToken.Value.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        _bench.Events.OfType<ReplayDetected>().Count().ShouldBe(1);
    }
}
