using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sessvm.AspNetCore;

namespace Sessvm.Cluster.Tests;

/// <summary>One PostgreSQL for the tests of this collection.</summary>
[CollectionDefinition]
public sealed class PostgreSql : StoreServer, ICollectionFixture<PostgreSql>
{
    private PostgresServer? _server;

    internal override string Name => "postgres";

    internal override int Port => _server!.Port;

    public override async ValueTask InitializeAsync() => _server = await PostgresServer.StartAsync();

    public override async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server!.DisposeAsync();
    }

    internal override string ConnectionStringAt(int port) => PostgresServer.ConnectionStringAt(port);

    internal override void Use(SessvmBuilder sessvm) => sessvm.UsePostgreSql(ConnectionString);

    internal override Task KillAsync() => _server!.KillAsync();

    internal override Task StartAgainAsync() => _server!.StartAgainAsync();
}
