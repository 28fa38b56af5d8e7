using NATS.Client.KeyValueStore;
using NATS.Net;
using Sessvm.PostgreSql;
using Sessvm.Redis;
using Sessvm.Samples.KeyValue;
using Sessvm.Sqlite;
using Sessvm.Stores.KeyValue;

namespace Sessvm.Stores.Racer;

/// <summary>The store that is raced on. A new kind of store is one line here.</summary>
internal sealed record RacingStore(ISessionStore Store) : IAsyncDisposable
{
    internal static async Task<RacingStore> OpenAsync(string kind, string connection, string space)
    {
        ISessionStore store = kind switch
        {
            "nats" => new KeyValueSessionStore(new NatsPort(await BucketAsync(connection, space))),
            "postgres" => new PostgreSqlSessionStore(new PostgreSqlStoreOptions { ConnectionString = connection, Schema = space }),
            "redis" => new RedisSessionStore(new RedisStoreOptions { ConnectionString = connection, KeyPrefix = space }),
            "sqlite" => new SqliteSessionStore(new SqliteStoreOptions { Path = connection }),
            _ => throw new ArgumentException($"There is no store «{kind}»."),
        };
        await store.BrowseAsync(null, 1, CancellationToken.None); // reaches the server, and makes what it needs there
        return new RacingStore(store);
    }

    private static async Task<INatsKVStore> BucketAsync(string url, string name) =>
        await new NatsClient(url).CreateKeyValueStoreContext().CreateStoreAsync(name);

    public async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
