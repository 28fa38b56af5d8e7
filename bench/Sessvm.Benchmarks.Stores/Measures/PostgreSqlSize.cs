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
            double before = await BytesAsync(server, "pg_total_relation_size");
            var exchanges = new Exchanges(node, crowd, AtOnce);
            for (int pass = 0; pass < Passes; pass++)
            {
                await exchanges.ExpireAsync();
                await exchanges.PassAsync();
            }

            double after = await BytesAsync(server, "pg_total_relation_size");
            yield return Finding.Plain(
                Tables.Size,
                $"room for {Figure.Short(Few)} rows that were exchanged {Passes} times each, over the room before",
                Figure.One(after / before, " ×"));
        }
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
