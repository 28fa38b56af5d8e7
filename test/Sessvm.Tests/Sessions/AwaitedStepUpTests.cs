using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

/// <summary>Which session waits for fresh credentials behind a token: the one whose exchange is answered so, and no other.</summary>
public sealed class AwaitedStepUpTests
{
    private static readonly Fingerprint Abroad = Bench.Home with { Language = "fr" };

    private readonly Bench _bench = new();

    [Fact]
    public async Task A_session_that_nothing_is_asked_of_does_not_wait()
    {
        var grant = await _bench.StartAsync();
        (await FindAsync(grant.AccessToken.Reveal())).ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        (await FindAsync(grant.AccessToken.Reveal())).ShouldBeNull();
    }

    [Fact]
    public async Task One_whose_policy_asks_for_more_waits_for_that_requester_only()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        (await FindAsync(grant.AccessToken.Reveal(), Abroad))!.Id.ShouldBe(grant.Row.Id);
        (await FindAsync(grant.AccessToken.Reveal())).ShouldBeNull();
        (await FindAsync(grant.AccessToken.Reveal(), Bench.Thief)).ShouldBeNull(); // refused, and not asked
    }

    [Fact]
    public async Task One_that_is_held_waits_whoever_of_the_two_asks() // R4: nobody can tell owner from thief
    {
        var (owner, stolen) = await HoldAsync();
        (await FindAsync(owner))!.Generation.ShouldBe(2u);
        (await FindAsync(stolen, Bench.Thief))!.Generation.ShouldBe(1u);
    }

    [Fact]
    public async Task Another_device_waits_for_nothing()
    {
        var (owner, _) = await HoldAsync();
        (await FindAsync(owner, device: Guid.NewGuid())).ShouldBeNull();
    }

    [Fact]
    public async Task Looking_changes_nothing_and_tells_nobody()
    {
        var (owner, _) = await HoldAsync();
        var session = (await FindAsync(owner))!;
        var before = await _bench.Service.FindAsync(session.Id);
        int told = _bench.Events.Count;
        for (int i = 0; i < 3; i++)
        {
            await FindAsync(owner);
            await FindAsync(owner, Bench.Thief);
        }

        var after = (await _bench.Service.FindAsync(session.Id))!;
        (after.Version, after.LastSeenAt, after.SeenAt, after.Held).ShouldBe((before!.Version, before.LastSeenAt, before.SeenAt, true));
        _bench.Events.Count.ShouldBe(told);
    }

    [Fact]
    public async Task After_the_renewal_nobody_waits()
    {
        var (owner, stolen) = await HoldAsync();
        var session = (await FindAsync(owner))!;
        var renewed = (await _bench.Service.RenewAsync(new RenewRequest(session.Id, Bench.Home) { HeldGeneration = session.Generation })).Grant!;
        (await FindAsync(owner)).ShouldBeNull();
        (await FindAsync(stolen, Bench.Thief)).ShouldBeNull();
        (await FindAsync(renewed.AccessToken.Reveal())).ShouldBeNull();
        _bench.Events.OfType<ReplayDetected>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_ended_a_lapsed_and_an_unknown_session_wait_for_nothing()
    {
        var (owner, _) = await HoldAsync();
        var session = (await FindAsync(owner))!;
        _bench.Time.Advance(_bench.Service.Options.IdleTimeout);
        (await FindAsync(owner)).ShouldBeNull();
        await _bench.Service.EndAsync(EndTarget.One(session.Id), EndReason.Revoked);
        (await FindAsync(owner)).ShouldBeNull();
        (await FindAsync("A1.AAAA")).ShouldBeNull();
        (await FindAsync("")).ShouldBeNull();
    }

    private async Task<(string Owner, string Stolen)> HoldAsync()
    {
        string first = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        string successor = (await _bench.ExchangeAsync(first)).AccessToken!.Value.Reveal();
        (await _bench.ExchangeAsync(first, Bench.Thief)).Reason.ShouldBe(SessionReason.StepUpRequired);
        return (successor, first);
    }

    private ValueTask<AuthenticatedSession?> FindAsync(string token, Fingerprint? from = null, Guid? device = null) =>
        _bench.Service.FindAwaitingStepUpAsync(new ExchangeRequest(token, device ?? Bench.Device, from ?? Bench.Home), default);
}
