using Npgsql;
using NpgsqlTypes;
using Sessvm.PostgreSql;
using Sessvm.PostgreSql.Internal;
using Sessvm.Stores;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>Fills a PostgreSQL store fast: COPY into the store's own table, its index in place, then a vacuum and a checkpoint.</summary>
internal static class PostgreSqlFill
{
    private const int Chunk = 200_000;

    private const string Copy =
        """
        COPY sessvm.sessions (version, generation, last_seen, seen, ended, created, deadline, idle, subject, end_reason, id, device, family, body)
        FROM STDIN (FORMAT binary)
        """;

    public static async Task RunAsync(Node node, string connectionString, int count, Crowd crowd)
    {
        await ((PostgreSqlSessionStore)node.Store).OpenAsync(CancellationToken.None); // makes the table
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{connectionString};Command Timeout=0");
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        foreach (SessionRow[] rows in new Logins(node.Clock).Make(count, crowd).Chunk(Chunk))
        {
            await using NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync(Copy);
            foreach (SessionRow row in rows)
            {
                Write(import, new NewRow(row));
            }

            await import.CompleteAsync();
        }

        foreach (string sql in (string[])["VACUUM (ANALYZE) sessvm.sessions", "CHECKPOINT"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static void Write(NpgsqlBinaryImporter import, NewRow row)
    {
        import.StartRow();
        import.Write(row.Columns.Version, NpgsqlDbType.Bigint);
        import.Write((long)row.Columns.Generation, NpgsqlDbType.Bigint);
        import.Write(row.Columns.LastSeenAt, NpgsqlDbType.Bigint);
        import.Write(row.Columns.SeenAt, NpgsqlDbType.Bigint);
        import.Write(row.EndedAt, NpgsqlDbType.Bigint);
        import.Write(row.CreatedAt, NpgsqlDbType.Bigint);
        import.Write(row.Deadline, NpgsqlDbType.Bigint);
        import.Write(row.Idle, NpgsqlDbType.Bigint);
        import.Write(row.Subject, NpgsqlDbType.Uuid);
        import.Write((short)row.Columns.EndReason, NpgsqlDbType.Smallint);
        import.Write(row.Id, NpgsqlDbType.Bytea);
        import.Write(row.Device, NpgsqlDbType.Bytea);
        import.Write(row.Family, NpgsqlDbType.Bytea);
        import.Write(row.Body, NpgsqlDbType.Bytea);
    }
}
