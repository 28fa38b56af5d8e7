using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.PostgreSql.Tests;

public class StoreContractTests(SharedServer server) : SessionStoreContract
{
    private readonly PostgreSqlStoreOptions _options = server.NewSchema();

    protected virtual PostgreSqlStoreOptions Choose(PostgreSqlStoreOptions options) => options;

    protected override ValueTask<ISessionStore> CreateAsync() => new(new PostgreSqlSessionStore(Choose(_options)));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.ExecuteAsync($"DROP SCHEMA IF EXISTS {_options.Schema} CASCADE");
        GC.SuppressFinalize(this);
    }
}

public sealed class PartitionedStoreContractTests(SharedServer server) : StoreContractTests(server)
{
    protected override PostgreSqlStoreOptions Choose(PostgreSqlStoreOptions options) => options with { Partitions = 8 };
}

public sealed class PooledStoreContractTests(SharedServer server) : StoreContractTests(server)
{
    private readonly SharedServer _server = server;

    protected override PostgreSqlStoreOptions Choose(PostgreSqlStoreOptions options) =>
        options with { ConnectionString = _server.PooledConnectionString };
}

/// <summary>The same with statements that the server keeps prepared, as docs/postgresql.md advises where there is no pooler.</summary>
public sealed class PreparedStoreContractTests(SharedServer server) : StoreContractTests(server)
{
    protected override PostgreSqlStoreOptions Choose(PostgreSqlStoreOptions options) =>
        options with { ConnectionString = $"{options.ConnectionString};Max Auto Prepare=20;Auto Prepare Min Usages=2" };
}
