using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Tests.Shared;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests;

public sealed class RedisRaceTests(RedisServer server) : ProcessRaceContract
{
    private protected override ValueTask<(ISessionStore Store, string[] Place)> OpenAsync() => new(On(server.Address));

    internal static (ISessionStore Store, string[] Place) On(string connection)
    {
        string prefix = RedisServer.NewPrefix();
        return (new RedisSessionStore(TestStores.On(connection, new RedisStoreOptions { KeyPrefix = prefix })), ["redis", connection, prefix]);
    }
}

public sealed class RedisClusterRaceTests(RedisCluster cluster) : ProcessRaceContract
{
    private protected override ValueTask<(ISessionStore Store, string[] Place)> OpenAsync() => new(RedisRaceTests.On(cluster.ConnectionString));
}
