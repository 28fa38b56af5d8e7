using Sessvm.PostgreSql;

namespace Sessvm.Stores.Racer;

/// <summary>The store that is raced on. A new kind of store is one line here.</summary>
internal sealed record RacingStore(ISessionStore Store) : IAsyncDisposable
{
    internal static async Task<RacingStore> OpenAsync(string kind, string connection, string space)
    {
        ISessionStore store = kind switch
        {
            "postgres" => new PostgreSqlSessionStore(new PostgreSqlStoreOptions { ConnectionString = connection, Schema = space }),
            _ => throw new ArgumentException($"There is no store «{kind}»."),
        };
        await store.BrowseAsync(null, 1, CancellationToken.None); // reaches the server, and makes what it needs there
        return new RacingStore(store);
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
