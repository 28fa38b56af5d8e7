using Npgsql;
using Sessvm.Tests.Shared.Servers;

[assembly: AssemblyFixture(typeof(Sessvm.PostgreSql.Tests.SharedServer))]

namespace Sessvm.PostgreSql.Tests;

/// <summary>The server, and the pooler before it, that most tests share. Each test has a schema of its own in it.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? _server;
    private PgBouncer? _pooler;
    private int _schemas;

    internal int Port => _server!.Port;

    internal string ConnectionString => _server!.ConnectionString;

    internal string PooledConnectionString => _pooler!.ConnectionString;

    /// <summary>Options for a schema that nobody else has.</summary>
    internal PostgreSqlStoreOptions NewSchema() =>
        new() { ConnectionString = ConnectionString, Schema = $"t{Interlocked.Increment(ref _schemas)}" };

    /// <summary>Runs a statement past the store, and gives its first value.</summary>
    internal async Task<T?> ExecuteAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    internal Task ExecuteAsync(string sql) => ExecuteAsync<object>(sql);

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _pooler = await PgBouncer.StartAsync(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _pooler!.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
