using Sessvm.Tests.Shared;
using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

public sealed class EndTests
{
    private static readonly Guid Phone = Guid.Parse("0d9f7c55-2f0b-4f2d-8a51-65fd8d5c2d11");
    private static readonly Guid Tablet = Guid.Parse("7a1f0e7e-94e5-4b0b-b1ef-9f7f0b3b9a22");

    private readonly Bench _bench = new();

    [Fact]
    public async Task A_subjects_live_sessions_are_listed_oldest_first()
    {
        var first = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _bench.StartAsync(device: Phone);
        await _bench.StartAsync("bob");
        (await _bench.Service.ListAsync("alice")).Select(row => row.Id).ShouldBe([first.Row.Id, second.Row.Id]);
        await _bench.Service.EndAsync(EndTarget.One(first.Row.Id), EndReason.Revoked);
        (await _bench.Service.ListAsync("alice")).ShouldHaveSingleItem().Id.ShouldBe(second.Row.Id);
    }

    [Fact]
    public async Task One_session_ends_and_the_others_go_on()
    {
        var first = await _bench.StartAsync();
        var second = await _bench.StartAsync(device: Phone);
        (await _bench.Service.EndAsync(EndTarget.One(first.Row.Id), EndReason.Revoked)).ShouldHaveSingleItem();
        (await _bench.AuthenticateAsync(first.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await _bench.AuthenticateAsync(second.AccessToken.Reveal(), device: Phone)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task All_others_of_a_subject_end_and_the_one_goes_on()
    {
        var kept = await _bench.StartAsync();
        await _bench.StartAsync(device: Phone);
        await _bench.StartAsync(device: Tablet);
        var bob = await _bench.StartAsync("bob");
        (await _bench.Service.EndAsync(EndTarget.OfSubject("alice", except: kept.Row.Id), EndReason.Revoked)).Count.ShouldBe(2);
        (await _bench.AuthenticateAsync(kept.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        (await _bench.AuthenticateAsync(bob.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        (await _bench.Service.EndAsync(EndTarget.OfSubject("alice"), EndReason.Administrative)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_family_ends_with_its_children()
    {
        var root = await _bench.StartAsync();
        var child = (await _bench.Service.StartAsync(
            new StartRequest { Subject = "alice", Device = Phone, Fingerprint = Bench.Home, Parent = root.Row.Id })).Grant!;
        var other = await _bench.StartAsync(device: Tablet);
        (await _bench.Service.EndAsync(EndTarget.OfFamily(root.Row.Id), EndReason.Revoked)).Count.ShouldBe(2);
        (await _bench.AuthenticateAsync(child.AccessToken.Reveal(), device: Phone)).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await _bench.AuthenticateAsync(other.AccessToken.Reveal(), device: Tablet)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_ends_once_whoever_ends_it_and_however_often()
    {
        var heard = new List<(SessionId, EndReason)>();
        _bench.Service.Ended += (session, reason) =>
        {
            lock (heard)
            {
                heard.Add((session, reason));
            }
        };
        var grant = await _bench.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            async () => await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked))));
        (await _bench.Service.EndAsync(EndTarget.OfSubject("alice"), EndReason.Administrative)).ShouldBeEmpty();
        _bench.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.Revoked);
        heard.ShouldBe([(grant.Row.Id, EndReason.Revoked)]);
    }

    [Fact]
    public async Task Signing_out_works_with_an_expired_token()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromHours(1));
        (await _bench.Service.SignOutAsync(grant.AccessToken.Reveal())).ShouldBeTrue();
        (await _bench.Service.FindAsync(grant.Row.Id))!.End!.Reason.ShouldBe(EndReason.SignedOut);
        (await _bench.Service.SignOutAsync(grant.AccessToken.Reveal())).ShouldBeTrue();
        _bench.Events.OfType<SessionEnded>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Signing_out_works_with_a_predecessor()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var next = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        (await _bench.Service.SignOutAsync(grant.AccessToken.Reveal())).ShouldBeTrue();
        (await _bench.AuthenticateAsync(next.AccessToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task What_is_no_genuine_token_signs_nobody_out()
    {
        var grant = await _bench.StartAsync(refresh: true);
        (await _bench.Service.SignOutAsync("")).ShouldBeFalse();
        (await _bench.Service.SignOutAsync(grant.RefreshToken!.Value.Reveal())).ShouldBeFalse();
        (await _bench.Service.SignOutAsync(grant.Row.Id.ToString())).ShouldBeFalse();
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task An_end_that_the_store_has_lost_is_written_again() // R5
    {
        var store = new ProbeStore();
        var feed = new DeafFeed();
        var bench = new Bench(store: store, setup: setup => setup with { Feed = feed });
        var grant = await bench.StartAsync();
        await feed.PublishAsync([new(grant.Row.Id, uint.MaxValue, bench.Now, EndReason.Revoked)], CancellationToken.None);
        (await bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await bench.Service.FindAsync(grant.Row.Id))!.End!.Reason.ShouldBe(EndReason.Revoked);
        bench.Events.OfType<SessionHealed>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Lapsed_rows_are_purged_only_after_their_tokens_could_matter()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(grant.Row.IdleTimeout + TimeSpan.FromHours(1));
        (await _bench.Service.PurgeAsync()).Removed.ShouldBe(0);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        (await _bench.Service.PurgeAsync()).Removed.ShouldBe(1);
        (await _bench.Service.FindAsync(grant.Row.Id)).ShouldBeNull();
    }
}
