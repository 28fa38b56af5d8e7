using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Sessvm.Cluster.Tests;

/// <summary>A master dies before its replica has what it wrote last, and the replica takes over (R5).</summary>
public sealed class RedisFailoverTests : ClusterTest
{
    private const string Feed = "sv:feed";

    [Fact]
    public async Task An_end_that_a_failover_loses_is_written_again_by_those_who_remember_it_and_told_to_those_who_start_later() // R5
    {
        var master = Keep(new RedisServer());
        await master.InitializeAsync();
        var replication = Keep(new Wire(master.Port));
        var replica = Keep(new RedisServer(string.Create(CultureInfo.InvariantCulture, $"replicaof 127.0.0.1 {replication.Port}"), "repl-diskless-sync-delay 0"));
        await replica.InitializeAsync();
        string[] settings = ["--ConnectionString", $"{master.Address},{replica.Address}"];
        var nodes = await StartAsync("redis", _ => settings);
        using var keeper = await Person.SignInAsync(nodes.Front);
        using var ended = await Person.SignInAsync(nodes.Front);
        await InStepAsync(master, replica);

        replication.Hang();
        (await keeper.RevokeAsync(nodes[0].Address, ended.Session)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await LengthAsync(master)).ShouldBe(1);
        await Patience.PassAsync(Bound); // now every node remembers it
        await FailOverAsync(master, replica, replication);

        // What took over has neither the row's end nor the notice: only the nodes know.
        foreach (var node in nodes.All)
        {
            await Outage.UntilHealthyAsync(node);
            await ended.IsOutAsync(node.Address, "R5: a node that remembers an end refuses it, whatever the store says.");
        }

        await Patience.UntilAsync(async () => await LengthAsync(replica) > 0, "R5: after a failover nodes tell again what the feed has lost.");
        await Patience.UntilAsync(() => Task.FromResult(nodes.All.Any(HasHealed)), "R5: after a failover nodes write again what the store has lost.");
        var young = await StartOneAsync("redis", settings);
        await ended.IsOutAsync(young.Address, "R5: a node that starts after the failover learns what the store had lost.");
        (await ended.RefreshAsync(young.Address))["rsn"].ShouldBe("session-not-active", "R5: the row has ended again.");
        await keeper.IsInAsync(young.Address, "Who was not ended goes on.");
        await keeper.ExchangesAsync(young.Address);
    }

    private static bool HasHealed(DemoProcess node) => node.Log.Contains("healed", StringComparison.OrdinalIgnoreCase);

    private static async Task<int> LengthAsync(RedisServer server) => (int)await server.ExecuteAsync("XLEN", Feed);

    /// <summary>Waits until the replica has all that the master has.</summary>
    private static Task InStepAsync(RedisServer master, RedisServer replica) => Patience.UntilAsync(
        async () => Offset(await master.ExecuteAsync("INFO", "replication"), "master_repl_offset") is var offset
            && offset == Offset(await replica.ExecuteAsync("INFO", "replication"), "slave_repl_offset"),
        "A replica follows its master.");

    private static string? Offset(RedisResult info, string name) =>
        ((string)info!).Split("\r\n").FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static async Task FailOverAsync(RedisServer master, RedisServer replica, Wire replication)
    {
        await master.Process.KillAsync();
        replication.Cut();
        (await LengthAsync(replica)).ShouldBe(0, "The test is about an end that is lost.");
        await replica.ExecuteAsync("REPLICAOF", "NO", "ONE");
    }
}
