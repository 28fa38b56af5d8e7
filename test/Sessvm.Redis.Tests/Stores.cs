using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests;

/// <summary>Stores and logs on the test servers, each with keys of its own.</summary>
internal static class Stores
{
    internal static RedisSessionStore NewStore(this RedisServer server, RedisStoreOptions? options = null) => new(On(server.Address, options));

    internal static RedisSessionStore NewStore(this RedisCluster cluster, RedisStoreOptions? options = null) => new(On(cluster.ConnectionString, options));

    internal static RedisRevocationLog NewLog(this RedisServer server, RedisStoreOptions? options = null) => new(On(server.Address, options));

    internal static RedisRevocationLog NewLog(this RedisCluster cluster, RedisStoreOptions? options = null) => new(On(cluster.ConnectionString, options));

    private static RedisStoreOptions On(string connectionString, RedisStoreOptions? options) =>
        (options ?? new RedisStoreOptions { KeyPrefix = RedisServer.NewPrefix() }) with { ConnectionString = connectionString };
}
