using Npgsql;
using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>The room that rows take in PostgreSQL with their indexes, and how much of it exchanges add.</summary>
internal static class PostgreSqlSize
{
    private const int Few = 20_000;
    private const int Passes = 10;
    private const int AtOnce = 32;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using (Node node = Node.PostgreSql(server.ConnectionString, new MovedClock()))
        {
            await PostgreSqlFill.RunAsync(node, server.ConnectionString, settings.Size, new Crowd(0));
            string row = $"room in PostgreSQL for one of {Figure.Short(settings.Size)} rows, indexes included";
            double each = await BytesAsync(server, "pg_total_relation_size") / settings.Size;
            yield return Finding.Plain(Tables.Size, row, Figure.One(each, " B"), Budget.AtMost(500, " B"));
            yield return Finding.Plain(
                Tables.Size, "of it, in indexes", Figure.One(await BytesAsync(server, "pg_indexes_size") / settings.Size, " B"));
            await ExecuteAsync(server, "TRUNCATE sessvm.sessions");

            var crowd = new Crowd(Few);
            await PostgreSqlFill.RunAsync(node, server.ConnectionString, Few, crowd);
            var exchanges = new Exchanges(node, crowd, AtOnce);
            for (int times = Passes; times <= 2 * Passes; times += Passes)
            {
                for (int pass = 0; pass < Passes; pass++)
                {
                    await exchanges.ExpireAsync();
                    await exchanges.PassAsync();
                }

                yield return Finding.Plain(
                    Tables.Size,
                    $"for one of {Figure.Short(Few)} rows, once each was exchanged {times} times within seconds",
                    Figure.One(await BytesAsync(server, "pg_total_relation_size") / Few, " B"));
            }

            yield return Finding.Plain(Tables.Size, "of these updates, on their page and in no index (HOT)", Figure.One(await HotAsync(server), " %"));
        }
    }

    private static async Task<double> HotAsync(PostgresServer server)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using NpgsqlCommand ask = source.CreateCommand(
            "SELECT 100.0::float8 * n_tup_hot_upd / n_tup_upd FROM pg_stat_user_tables WHERE schemaname = 'sessvm' AND relname = 'sessions' AND n_tup_upd > 0");
        return await ask.ExecuteScalarAsync() as double? ?? throw new InvalidOperationException("The server counted no updates.");
    }

    private static async Task<double> BytesAsync(PostgresServer server, string function)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using NpgsqlCommand ask = source.CreateCommand($"SELECT {function}('sessvm.sessions')");
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
