using Npgsql;

namespace Sessvm.Benchmarks.Stores.Servers;

/// <summary>Counts by pg_stat_statements, which counts the statements that clients send and not those inside functions.</summary>
internal sealed class PostgreSqlCommands : ICommandCounter
{
    /// <summary>What the server must be started with.</summary>
    public const string Setting = "shared_preload_libraries=pg_stat_statements";

    private readonly NpgsqlDataSource _source;

    private PostgreSqlCommands(NpgsqlDataSource source) => _source = source;

    public static async Task<PostgreSqlCommands> StartAsync(string connectionString)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand create = source.CreateCommand("CREATE EXTENSION pg_stat_statements");
        await create.ExecuteNonQueryAsync();
        return new PostgreSqlCommands(source);
    }

    public async Task<long> CountAsync()
    {
        await using NpgsqlCommand ask = _source.CreateCommand(
            "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query LIKE '%sessvm.%' AND query NOT LIKE '%pg_stat_statements%'");
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
