using StackExchange.Redis;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A Redis Cluster of three masters with a replica each, on loopback.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    private readonly RedisServer[] _nodes = [.. Enumerable.Range(0, 6).Select(static _ => new RedisServer(
        "cluster-enabled yes", "cluster-node-timeout 60000", "cluster-require-full-coverage no", "repl-diskless-sync-delay 0",
        // The default is the port and 10,000, which may be none.
        $"cluster-port {LocalServer.FreePort()}"))];

    /// <summary>The nodes: masters and replicas.</summary>
    internal IReadOnlyList<RedisServer> Nodes => _nodes;

    internal static string RedisCli => LocalServer.Find("redis-cli", "redis-tools");

    internal string ConnectionString => string.Join(',', _nodes.Select(static node => node.Address));

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_nodes.Select(static node => node.InitializeAsync().AsTask()));
        string[] addresses = [.. _nodes.Select(static node => node.Address)];
        await LocalServer.RunAsync(RedisCli, ["--cluster", "create", .. addresses, "--cluster-replicas", "1", "--cluster-yes"]);
        while (!await IsWholeAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Has a dead master replaced soon. Not so before it is asked for: on a busy machine nodes would take each other for dead.</summary>
    internal Task FailOverSoonAsync() =>
        Task.WhenAll(_nodes.Select(static node => node.ExecuteAsync("CONFIG", "SET", "cluster-node-timeout", "2000")));

    /// <summary>The node that is the master of a key now.</summary>
    internal async Task<RedisServer> MasterOfAsync(RedisKey key)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
        return At(connection.GetServer(key, flags: CommandFlags.DemandMaster).EndPoint.ToString()!);
    }

    /// <summary>A master that is not this one.</summary>
    internal async Task<RedisServer> AnotherMasterAsync(RedisServer than) =>
        At((await LinesAsync(than)).First(static line => line.Contains(" master ", StringComparison.Ordinal) && !line.Contains("myself", StringComparison.Ordinal)));

    /// <summary>The replica of a master.</summary>
    internal async Task<RedisServer> ReplicaOfAsync(RedisServer master)
    {
        string id = await master.NodeIdAsync();
        return At((await LinesAsync(master)).First(line => line.Contains($" slave {id} ", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    /// <summary>Whether every node knows all slots to be served and all replicas, and the replicas are in step.</summary>
    internal async Task<bool> IsWholeAsync()
    {
        foreach (var node in _nodes)
        {
            string state = (string)(await node.ExecuteAsync("CLUSTER", "INFO"))!;
            string replication = (string)(await node.ExecuteAsync("INFO", "replication"))!;
            string[] lines = await LinesAsync(node);
            if (!state.Contains("cluster_slots_ok:16384", StringComparison.Ordinal)
                || lines.Count(static line => line.Contains("slave ", StringComparison.Ordinal)) != _nodes.Length / 2
                || (!replication.Contains("connected_slaves:1", StringComparison.Ordinal) && !replication.Contains("master_link_status:up", StringComparison.Ordinal)))
            {
                return false;
            }
        }

        try
        {
            await LocalServer.RunAsync(RedisCli, "--cluster", "check", _nodes[0].Address); // that they agree
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<string[]> LinesAsync(RedisServer node) =>
        ((string)(await node.ExecuteAsync("CLUSTER", "NODES"))!).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The node whose address some text holds.</summary>
    private RedisServer At(string text) => _nodes.Single(node => text.Contains(node.Address, StringComparison.Ordinal));
}
