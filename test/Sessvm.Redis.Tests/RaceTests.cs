using System.Globalization;
using Sessvm.Redis.Tests.Support;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests;

/// <summary>Races between four processes: no fork, no resurrection, no over-admission.</summary>
public abstract class RaceTests(string server)
{
    private const int Processes = 4;

    [Fact]
    public async Task A_thousand_racers_on_one_generation_get_one_successor()
    {
        string prefix = RedisServer.NewPrefix();
        await using var store = Store(prefix);
        var node = new Visitors(store);
        var visitor = await node.StartAsync();
        node.Time.Advance(TimeSpan.FromHours(1));
        string[] answers = await RaceAsync(prefix, node, () => Task.CompletedTask, "exchange", visitor.Token, visitor.Device.ToString(), "250");
        answers.Length.ShouldBe(1_000);
        answers.Distinct().ShouldHaveSingleItem().ShouldStartWith("ok ");
        (await store.GetAsync(visitor.Row)).Access.Generation.ShouldBe(2u);
        (await visitor.ExchangeAsync()).AccessToken!.Value.Reveal().ShouldBe(answers[0]["ok ".Length..]);
        await node.Service.DisposeAsync();
    }

    [Fact]
    public async Task A_revoke_amid_a_thousand_racers_is_never_undone()
    {
        for (int round = 0; round < 3; round++)
        {
            string prefix = RedisServer.NewPrefix();
            await using var store = Store(prefix);
            var node = new Visitors(store);
            var visitor = await node.StartAsync();
            node.Time.Advance(TimeSpan.FromHours(1));
            string[] answers = await RaceAsync(
                prefix,
                node,
                async () => (await node.Service.EndAsync(EndTarget.OfFamily(visitor.Row.Family), EndReason.Revoked)).Count.ShouldBe(1),
                "exchange", visitor.Token, visitor.Device.ToString(), "250");
            answers.Where(static answer => answer.StartsWith("ok ", StringComparison.Ordinal)).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
            answers.Where(static answer => answer.StartsWith("refused ", StringComparison.Ordinal)).Distinct()
                .ShouldBeSubsetOf([$"refused {SessionReason.SessionNotActive}"]);
            (await store.GetAsync(visitor.Row)).End!.Reason.ShouldBe(EndReason.Revoked);
            await node.Service.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(WhenFull.EvictOldest)]
    [InlineData(WhenFull.Reject)]
    public async Task A_cap_holds_under_200_simultaneous_logins(WhenFull whenFull)
    {
        string prefix = RedisServer.NewPrefix();
        await using var store = Store(prefix);
        var node = new Visitors(store);
        bool isOver = false;
        int most = 0;
        Task watching = Task.CompletedTask;
        string[] answers = await RaceAsync(
            prefix,
            node,
            () =>
            {
                watching = Task.Run(async () =>
                {
                    while (!Volatile.Read(ref isOver))
                    {
                        most = Math.Max(most, (await node.Service.ListAsync("alice")).Count);
                    }
                });
                return Task.CompletedTask;
            },
            "login", "alice", "5", whenFull.ToString(), "50");
        Volatile.Write(ref isOver, true);
        await watching;
        most.ShouldBeLessThanOrEqualTo(5);
        (await node.Service.ListAsync("alice")).Count.ShouldBe(5);
        answers.Count(static answer => answer.StartsWith("added ", StringComparison.Ordinal)).ShouldBe(whenFull == WhenFull.Reject ? 5 : 200);
        await node.Service.DisposeAsync();
    }

    private RedisSessionStore Store(string prefix) => new(TestStores.On(server, new RedisStoreOptions { KeyPrefix = prefix }));

    /// <summary>Has four processes do the same at once, and something else amid them.</summary>
    private async Task<string[]> RaceAsync(string prefix, Visitors node, Func<Task> amid, params string[] what)
    {
        string now = node.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        OtherProcess[] processes = [.. Enumerable.Range(0, Processes).Select(_ => new OtherProcess([server, prefix, Visitors.Secret, now, .. what]))];
        try
        {
            await Task.WhenAll(processes.Select(static process => process.ReadyAsync()));
            Array.ForEach(processes, static process => process.Go());
            await amid();
            return [.. (await Task.WhenAll(processes.Select(static process => process.EndAsync()))).SelectMany(static said => said)];
        }
        finally
        {
            Array.ForEach(processes, static process => process.Dispose());
        }
    }
}

public sealed class RedisRaceTests(RedisServer server) : RaceTests(server.Address);

public sealed class RedisClusterRaceTests(RedisCluster cluster) : RaceTests(cluster.ConnectionString);
