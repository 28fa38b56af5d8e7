using Sessvm.Revocation;
using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

[assembly: AssemblyFixture(typeof(RedisServer))]
[assembly: AssemblyFixture(typeof(RedisCluster))]

namespace Sessvm.Redis.Tests;

public sealed class RedisStoreTests(RedisServer server) : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync() => new(server.NewStore());
}

public sealed class RedisClusterStoreTests(RedisCluster cluster) : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync() => new(cluster.NewStore());
}

public sealed class RedisLogTests(RedisServer server) : RevocationLogContract
{
    protected override ValueTask<IRevocationLog> CreateAsync() => new(server.NewLog());
}

public sealed class RedisClusterLogTests(RedisCluster cluster) : RevocationLogContract
{
    protected override ValueTask<IRevocationLog> CreateAsync() => new(cluster.NewLog());
}
