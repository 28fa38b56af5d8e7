using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Sessions;

namespace Sessvm.Tests.Sessions;

/// <summary>A browser that was updated is accepted, and somebody hears of it.</summary>
public sealed class AgentChangeTests
{
    private static readonly Fingerprint Updated = Bench.Home with { Agent = Bench.Home.Agent with { Version = 131 } };

    private readonly Bench _bench = new();

    [Fact]
    public async Task An_updated_browser_is_told_once()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        for (int i = 0; i < 3; i++)
        {
            _bench.Time.Advance(TimeSpan.FromMinutes(16));
            token = (await _bench.ExchangeAsync(token, Updated)).AccessToken!.Value.Reveal();
        }

        var told = _bench.Events.OfType<SessionAgentChanged>().ShouldHaveSingleItem();
        told.Before.ShouldBe(Bench.Home.Agent);
        told.Now.ShouldBe(Updated.Agent);
    }

    [Fact]
    public async Task A_rotation_tells_it_too()
    {
        var grant = await _bench.StartAsync(refresh: true);
        (await _bench.Service.RotateAsync(new ExchangeRequest(grant.RefreshToken!.Value.Reveal(), Bench.Device, Updated))).Succeeded.ShouldBeTrue();
        _bench.Events.OfType<SessionAgentChanged>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Neither_the_same_browser_nor_one_that_is_refused_is_told()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        await _bench.ExchangeAsync(token, Bench.Thief);
        await _bench.ExchangeAsync(token);
        _bench.Events.OfType<SessionAgentChanged>().ShouldBeEmpty();
    }
}
