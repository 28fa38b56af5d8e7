using Sessvm.Revocation;
using Sessvm.Testing;

namespace Sessvm.PostgreSql.Tests;

public class LogContractTests(SharedServer server) : RevocationLogContract
{
    private readonly PostgreSqlStoreOptions _options = server.NewSchema();

    protected virtual PostgreSqlStoreOptions Choose(PostgreSqlStoreOptions options) => options;

    protected override ValueTask<IRevocationLog> CreateAsync() => new(new PostgreSqlRevocationLog(Choose(_options)));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.ExecuteAsync($"DROP SCHEMA IF EXISTS {_options.Schema} CASCADE");
        GC.SuppressFinalize(this);
    }
}

public sealed class PooledLogContractTests(SharedServer server) : LogContractTests(server)
{
    private readonly SharedServer _server = server;

    protected override PostgreSqlStoreOptions Choose(PostgreSqlStoreOptions options) =>
        options with { ConnectionString = _server.PooledConnectionString };
}
