using System.Collections.Concurrent;
using Sessvm.Events;
using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Redis.Tests;

/// <summary>What is left after <c>kill -9</c>, with each kind of persistence.</summary>
public sealed class CrashTests
{
    private static int Kills => Environment.GetEnvironmentVariable("SESSVM_LONG") == "1" ? 20 : 3;

    [Fact]
    public async Task With_appendfsync_always_all_that_was_acknowledged_is_there()
    {
        await using var server = new RedisServer("appendonly yes", "appendfsync always");
        await server.InitializeAsync();
        await using var store = server.NewStore(new RedisStoreOptions { RetryFor = TimeSpan.Zero });
        var acknowledged = new ConcurrentDictionary<SessionId, SessionRow>();
        for (int round = 1; round <= Kills; round++)
        {
            int before = acknowledged.Count;
            Task[] writers = [.. Enumerable.Range(0, 16).Select(writer => Task.Run(() => WriteAsync(store, acknowledged, seed: (round * 100) + writer)))];
            await TestStores.UntilAsync(() => Task.FromResult(acknowledged.Count > before + 200));
            await server.Process.KillAsync();
            await Task.WhenAll(writers);
            await server.Process.StartAsync();
            await TestStores.UntilAsync(() => store.AnswersAsync());
            foreach (var (id, row) in acknowledged)
            {
                var stored = (await store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();
                stored.Access.Generation.ShouldBeGreaterThanOrEqualTo(row.Access.Generation); // what was not acknowledged may be there too
                (stored.End is not null || row.End is null).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public async Task What_a_snapshot_lacks_is_healed_by_the_tokens_themselves() // R8
    {
        await using var server = new RedisServer();
        await server.InitializeAsync();
        await using var store = server.NewStore();
        var node = new Visitors(store);
        var visitor = await node.StartAsync();
        await server.ExecuteAsync("SAVE");
        for (int i = 0; i < 3; i++)
        {
            node.Time.Advance(TimeSpan.FromHours(1));
            (await visitor.ExchangeAsync()).Refreshed.ShouldBeTrue();
        }

        await server.Process.KillAsync();
        await server.Process.StartAsync();
        (await store.GetAsync(visitor.Row)).Access.Generation.ShouldBe(1u); // three exchanges are lost
        node.Time.Advance(TimeSpan.FromHours(1));
        (await visitor.ExchangeAsync()).Reason.ShouldBe(SessionReason.None);
        visitor.Row.Access.Generation.ShouldBeGreaterThanOrEqualTo(4u);
        node.Events.OfType<SessionHealed>().Single().To.ShouldBeGreaterThanOrEqualTo(4u);
        node.Events.OfType<ReplayDetected>().ShouldBeEmpty();
        await node.Service.DisposeAsync();
    }

    [Fact]
    public async Task Without_persistence_a_restart_signs_everybody_out_and_nothing_worse()
    {
        await using var server = new RedisServer();
        await server.InitializeAsync();
        await using var store = server.NewStore();
        var node = new Visitors(store);
        var visitor = await node.StartAsync();
        await server.Process.KillAsync();
        await server.Process.StartAsync();
        node.Time.Advance(TimeSpan.FromHours(1));
        (await visitor.ExchangeAsync()).Reason.ShouldBe(SessionReason.SessionNotFound);
        (await (await node.StartAsync()).ExchangeAsync()).Succeeded.ShouldBeTrue();
        await node.Service.DisposeAsync();
    }

    /// <summary>Adds, exchanges and ends until the server is gone, and notes what was acknowledged.</summary>
    private static async Task WriteAsync(RedisSessionStore store, ConcurrentDictionary<SessionId, SessionRow> acknowledged, int seed)
    {
        var random = new Random(seed);
        try
        {
            while (true)
            {
                var row = await store.AddedAsync();
                acknowledged[row.Id] = row;
                for (int exchanges = random.Next(4); exchanges > 0; exchanges--)
                {
                    var next = SampleRows.Exchanged(row);
                    (await store.UpdateAsync(next, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
                    acknowledged[row.Id] = row = next;
                }

                if (random.Next(4) == 0)
                {
                    (await store.EndAsync(EndTarget.One(row.Id))).Count.ShouldBe(1);
                    acknowledged[row.Id] = row with { End = TestStores.SignedOut };
                }
            }
        }
        catch (SessionStoreException)
        {
            // killed
        }
    }
}
