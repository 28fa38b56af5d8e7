using Sessvm.Events;
using Sessvm.Redis.Internal;
using Sessvm.Redis.Tests.Support;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests;

/// <summary>A cluster that loses a master, or moves its slots, while people are at work.</summary>
public sealed class FailoverTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly RedisCluster _cluster = new();

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        await _cluster.FailOverSoonAsync();
    }

    [Fact]
    public async Task A_killed_master_is_outlived_and_nobody_is_harmed()
    {
        var options = new RedisStoreOptions();
        await using var one = _cluster.NewStore(options);
        await using var other = _cluster.NewStore(options);
        var crowd = await Crowd.GatherAsync(60, one, other);
        crowd.Start();
        await crowd.GoOnAsync(2_000);
        var master = await _cluster.MasterOfAsync(new ShardKeys("sv").Session(crowd.People[0].Row.Id));
        long killed = TimeProvider.System.GetTimestamp();
        await master.Process.KillAsync();
        await crowd.EverybodyGoesOnAsync();
        var whole = TimeProvider.System.GetElapsedTime(killed);
        await crowd.GoOnAsync(2_000);
        string seen = await crowd.StopAsync();
        output.WriteLine($"A master killed: everybody was served again after {whole.TotalSeconds:F1} s. {seen}");
        crowd.NobodyIsHarmed();
    }

    [Fact]
    public async Task Slots_that_move_are_followed_and_nobody_notices()
    {
        var options = new RedisStoreOptions();
        await using var one = _cluster.NewStore(options);
        await using var other = _cluster.NewStore(options);
        var crowd = await Crowd.GatherAsync(60, one, other);
        crowd.Start();
        await crowd.GoOnAsync(1_000);
        var from = await _cluster.MasterOfAsync(new ShardKeys("sv").Session(crowd.People[0].Row.Id));
        var to = await _cluster.AnotherMasterAsync(from);
        await LocalServer.RunAsync(
            RedisCluster.RedisCli, "--cluster", "reshard", from.Address, "--cluster-from", await from.NodeIdAsync(),
            "--cluster-to", await to.NodeIdAsync(), "--cluster-slots", "6000", "--cluster-yes", "--cluster-pipeline", "1");
        await crowd.EverybodyGoesOnAsync();
        output.WriteLine($"6,000 slots moved: {await crowd.StopAsync()}");
        crowd.NobodyIsHarmed();
    }

    [Fact]
    public async Task Scripts_that_are_flushed_under_load_are_loaded_again_and_nobody_notices()
    {
        await using var one = _cluster.NewStore(new RedisStoreOptions());
        await using var other = _cluster.NewStore(new RedisStoreOptions());
        var crowd = await Crowd.GatherAsync(40, one, other);
        crowd.Start();
        for (int flushes = 0; flushes < 30; flushes++)
        {
            var master = await _cluster.MasterOfAsync(new ShardKeys("sv").Session(crowd.People[flushes].Row.Id));
            await master.ExecuteAsync("SCRIPT", "FLUSH");
            await crowd.GoOnAsync(50);
        }

        await crowd.EverybodyGoesOnAsync();
        output.WriteLine($"Scripts flushed 30 times: {await crowd.StopAsync()}");
        crowd.NobodyIsHarmed();
    }

    [Fact]
    public async Task An_end_that_a_failover_lost_is_written_again_by_the_node_that_remembers_it() // R5
    {
        await using var store = _cluster.NewStore(new RedisStoreOptions());
        var node = new Visitors(store);
        var visitor = await node.StartAsync();
        var master = await _cluster.MasterOfAsync(new ShardKeys("sv").Session(visitor.Row.Id));
        var replica = await _cluster.ReplicaOfAsync(master);
        await replica.Process.SignalAsync("STOP");
        await master.ExecuteAsync("CLIENT", "KILL", "TYPE", "replica"); // or it would find the end in its socket
        (await node.Service.EndAsync(EndTarget.One(visitor.Row.Id), EndReason.Revoked)).Count.ShouldBe(1);
        await master.Process.KillAsync();
        await replica.Process.SignalAsync("CONT");
        SessionRow? stored = null;
        await TestStores.UntilAsync(async () => await store.AnswersAsync() && (stored = await Found(store, visitor.Row)) is not null);
        stored!.End.ShouldBeNull(); // the end is lost
        node.Time.Advance(TimeSpan.FromHours(1));
        (await visitor.ExchangeAsync()).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await store.GetAsync(visitor.Row)).End!.Reason.ShouldBe(EndReason.Revoked);
        node.Events.OfType<SessionHealed>().Count().ShouldBe(1);
        await node.Service.DisposeAsync();
    }

    [Fact]
    public async Task An_end_that_waits_for_a_replica_is_told_when_none_has_it()
    {
        await using var store = _cluster.NewStore(new RedisStoreOptions { ReplicasForEnds = 1, Timeout = TimeSpan.FromSeconds(1) });
        var first = await store.AddedAsync(SampleRows.Typical("alice"));
        (await store.EndAsync(EndTarget.One(first.Id))).Count.ShouldBe(1);
        var row = await store.AddedAsync(SampleRows.Typical("alice"));
        var master = await _cluster.MasterOfAsync(new ShardKeys("sv").Session(row.Id));
        var replica = await _cluster.ReplicaOfAsync(master);
        await replica.Process.SignalAsync("STOP");
        await TestStores.FailsAsync(() => store.EndAsync(EndTarget.One(row.Id)).AsTask(), "0 of 1 replicas have it");
        (await store.GetAsync(row)).End.ShouldBe(TestStores.SignedOut); // written, as the message says
        await replica.Process.SignalAsync("CONT");
        row = await store.AddedAsync(SampleRows.Typical("alice"));
        await TestStores.UntilAsync(async () =>
        {
            try
            {
                var last = row with { End = TestStores.SignedOut, Version = row.Version.Next() };
                return await store.UpdateAsync(last, row.Version, CancellationToken.None) != UpdateOutcome.Conflict;
            }
            catch (SessionStoreException)
            {
                return false;
            }
        });
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static async Task<SessionRow?> Found(RedisSessionStore store, SessionRow row)
    {
        try
        {
            return await store.FindAsync(row.Id, CancellationToken.None);
        }
        catch (SessionStoreException)
        {
            return null;
        }
    }
}
