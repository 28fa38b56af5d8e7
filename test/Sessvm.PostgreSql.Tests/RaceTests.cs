using Sessvm.Stores;
using Sessvm.Tests.Shared;

namespace Sessvm.PostgreSql.Tests;

public sealed class RaceTests(SharedServer server) : ProcessRaceContract
{
    private protected override async ValueTask<(ISessionStore Store, string[] Place)> OpenAsync()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        var store = new PostgreSqlSessionStore(options);
        await store.OpenAsync(CancellationToken.None);
        return (store, ["postgres", server.ConnectionString, options.Schema]);
    }
}
