using StackExchange.Redis;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A Redis Cluster of three masters with a replica each, on loopback.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    private readonly RedisServer[] _nodes = [.. Enumerable.Range(0, 6).Select(static _ => new RedisServer(
        "cluster-enabled yes", "cluster-node-timeout 2000", "cluster-require-full-coverage no", "repl-diskless-sync-delay 0",
        // The default is the port and 10,000, which may be none.
        $"cluster-port {LocalServer.FreePort()}"))];

    /// <summary>The nodes: masters and replicas.</summary>
    internal IReadOnlyList<RedisServer> Nodes => _nodes;

    internal string ConnectionString => string.Join(',', _nodes.Select(static node => node.Address));

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_nodes.Select(static node => node.InitializeAsync().AsTask()));
        string[] addresses = [.. _nodes.Select(static node => node.Address)];
        await LocalServer.RunAsync(
            LocalServer.Find("redis-cli", "redis-tools"), ["--cluster", "create", .. addresses, "--cluster-replicas", "1", "--cluster-yes"]);
        while (!await IsWholeAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>The node that is the master of a key now.</summary>
    internal async Task<RedisServer> MasterOfAsync(string key)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
        var place = connection.GetServer((RedisKey)key, flags: CommandFlags.DemandMaster).EndPoint;
        return _nodes.Single(node => place.ToString()!.EndsWith($":{node.Port}", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    /// <summary>Whether every node knows all slots to be served, and every replica is in step.</summary>
    internal async Task<bool> IsWholeAsync()
    {
        foreach (var node in _nodes)
        {
            string state = (string)(await node.ExecuteAsync("CLUSTER", "INFO"))!;
            string replication = (string)(await node.ExecuteAsync("INFO", "replication"))!;
            if (!state.Contains("cluster_state:ok", StringComparison.Ordinal)
                || !state.Contains("cluster_slots_ok:16384", StringComparison.Ordinal)
                || (replication.Contains("role:slave", StringComparison.Ordinal) && !replication.Contains("master_link_status:up", StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }
}
