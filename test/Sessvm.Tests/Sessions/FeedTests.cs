using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Model;
using Sessvm.Tests.Revocation;
using Sessvm.Tests.Shared;

namespace Sessvm.Tests.Sessions;

/// <summary>What a service makes of a feed: two nodes over one store and one log.</summary>
public sealed class FeedTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly MemoryRevocationLog _log = new();

    [Fact]
    public async Task An_end_that_cannot_be_told_in_time_fails_and_is_told_to_the_events_and_when_it_is_asked_for_again_waits_for_the_others()
    {
        var store = new ProbeStore();
        var (one, log) = await NodeAsync(store);
        var (other, _) = await NodeAsync(store);
        var grant = await one.StartAsync();
        log.ReadOnly = true;
        await Should.ThrowAsync<SessionStoreException>(async () => await one.Service.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked));
        one.Events.OfType<SessionEnded>().Count().ShouldBe(1);
        (await one.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        log.ReadOnly = false;
        await UntilAsync(async () => await EndsAgainAsync(one));
        await RefusesAsync(other, grant.AccessToken.Reveal());
    }

    [Fact]
    public async Task An_end_whose_node_died_before_it_told_anybody_is_told_when_it_is_asked_for_again()
    {
        var store = new ProbeStore();
        var (one, _) = await NodeAsync(store);
        var (other, _) = await NodeAsync(store);
        var grant = await one.StartAsync();
        await store.EndAsync(EndTarget.One(grant.Row.Id), new SessionEnd(EndReason.SignedOut, one.Now), CancellationToken.None);
        (await one.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue(); // nobody has heard of it
        (await one.Service.SignOutAsync(grant.AccessToken.Reveal())).ShouldBeTrue();
        await RefusesAsync(one, grant.AccessToken.Reveal());
        await RefusesAsync(other, grant.AccessToken.Reveal());
    }

    [Fact]
    public async Task A_renewal_that_cannot_be_told_in_time_keeps_its_client_signed_in()
    {
        var store = new ProbeStore();
        var (one, log) = await NodeAsync(store);
        var (other, _) = await NodeAsync(store);
        var grant = await one.StartAsync();
        log.ReadOnly = true;
        var renewed = await one.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        renewed.Succeeded.ShouldBeTrue();
        log.ReadOnly = false;
        (await other.AuthenticateAsync(renewed.Grant!.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        await UntilAsync(async () => (await other.AuthenticateAsync(grant.AccessToken.Reveal())).Reason == SessionReason.Superseded);
    }

    [Fact]
    public async Task After_a_break_an_end_that_the_log_and_the_store_have_lost_is_written_again_without_being_met() // R5
    {
        var (one, log) = await NodeAsync(new ProbeStore());
        var rows = new ModelStore(one.Time);
        var store = new NodeStore(rows);
        var (node, nodeLog) = await NodeAsync(store);
        var grant = await node.StartAsync();
        await node.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked);
        rows.Failover(1).ShouldBe(1);
        rows.Rows[grant.Row.Id].End.ShouldBeNull();
        nodeLog.Down = true;
        await UntilAsync(() => Task.FromResult(!node.Feed.IsCurrent));
        _log.Lose(1);
        nodeLog.Down = false;
        await UntilAsync(() => Task.FromResult(rows.Rows[grant.Row.Id].End is not null));
        await RefusesAsync(one, grant.AccessToken.Reveal());
        node.Events.OfType<SessionHealed>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_says_that_it_has_recovered_is_told_again() // R5
    {
        var store = new RecoveringStore();
        var (one, _) = await NodeAsync(store);
        var grant = await one.StartAsync();
        await one.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked);
        await store.LoseAsync(grant.Row);
        store.Recover();
        await UntilAsync(async () => (await store.FindAsync(grant.Row.Id, CancellationToken.None))?.End is not null);
    }

    [Fact]
    public async Task A_node_that_has_forgotten_ends_before_their_time_asks_the_store_about_older_tokens() // R7
    {
        var store = new ProbeStore();
        var feed = new LocalRevocationFeed();
        var bench = new Bench(store: store, feed: feed);
        _parts.Add(bench.Service);
        string old = (await bench.StartAsync()).AccessToken.Reveal();
        (await bench.AuthenticateAsync(old)).Succeeded.ShouldBeTrue();
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        var ends = Enumerable.Range(0, RefusalMemory.Limit + 1).Select(_ => new RevocationNotice(
            Sessvm.Tokens.SessionId.Create("somebody"), RevocationNotice.Everything, bench.Now, EndReason.Revoked));
        await feed.PublishAsync([.. ends], CancellationToken.None);
        store.Finds.ShouldBe(0);
        (await bench.AuthenticateAsync(old)).Succeeded.ShouldBeTrue();
        store.Finds.ShouldBe(1);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        string young = (await bench.StartAsync("bob", Guid.NewGuid())).AccessToken.Reveal();
        int finds = store.Finds;
        await bench.Service.AuthenticateAsync(new AuthenticateRequest(young.AsMemory(), null, default));
        store.Finds.ShouldBe(finds);
    }

    [Fact]
    public async Task While_deaf_a_store_that_hangs_holds_up_a_request_for_one_bound_and_those_after_it_not_at_all() // R7
    {
        var store = new ProbeStore();
        var feed = new DeafFeed();
        var bench = new Bench(o => o with { BlindGrace = TimeSpan.FromSeconds(10) }, store, feed: feed);
        _parts.Add(bench.Service);
        string token = (await bench.StartAsync()).AccessToken.Reveal();
        (await bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        feed.IsCurrent = false;
        store.Gate = new TaskCompletionSource().Task;
        var first = bench.AuthenticateAsync(token).AsTask();
        first.IsCompleted.ShouldBeFalse();
        bench.Time.Advance(bench.Service.Options.RevocationBound);
        (await first).Succeeded.ShouldBeTrue(); // served on
        int finds = store.Finds;
        bench.AuthenticateAsync(token).IsCompletedSuccessfully.ShouldBeTrue();
        store.Finds.ShouldBe(finds);
        bench.Time.Advance(TimeSpan.FromSeconds(10)); // the grace is over
        var late = bench.AuthenticateAsync(token).AsTask();
        bench.Time.Advance(bench.Service.Options.RevocationBound);
        await Should.ThrowAsync<SessionStoreException>(late);
        store.Gate = Task.CompletedTask;
        bench.Time.Advance(bench.Service.Options.RevocationBound);
        (await bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }
    }

    private static async Task<bool> EndsAgainAsync(Bench node)
    {
        try
        {
            return (await node.Service.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked)).Count == 0;
        }
        catch (SessionStoreException)
        {
            return false; // not told yet
        }
    }

    private static Task RefusesAsync(Bench node, string token) =>
        UntilAsync(async () => (await node.AuthenticateAsync(token)).Reason == SessionReason.SessionNotActive);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (int i = 0; i < 10_000 && !await isSo(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System); // the feeds run on threads and the clock of their own
        }

        (await isSo()).ShouldBeTrue();
    }

    private async Task<(Bench Node, ProbeLog Log)> NodeAsync(ISessionStore store)
    {
        var log = new ProbeLog(_log);
        var feed = new LogRevocationFeed(log, new RevocationFeedOptions { Bound = TimeSpan.FromMilliseconds(200) });
        _parts.Add(feed);
        await feed.StartAsync(CancellationToken.None);
        var node = new Bench(store: store, feed: feed) { Feed = feed };
        _parts.Insert(0, node.Service);
        return (node, log);
    }
}
