using Npgsql;
using NpgsqlTypes;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Peers;

/// <summary>
/// The least that an exchange could be on PostgreSQL: a <c>SELECT</c> and an <c>UPDATE … WHERE id AND version</c> over the store's own
/// table, both prepared, with no session around them. It writes what lies there already, so that the rows stay good.
/// </summary>
internal sealed class PostgreSqlSwaps : IAsyncDisposable
{
    private const int Lanes = 2;

    // Else the planner, which knows arrays of any length only, may read the whole table: the store says the same to its function.
    private const string ByIndex = ";Options=-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    private readonly PostgreSqlCrew _each;
    private readonly PostgreSqlCrew _together;
    private readonly byte[][] _ids;

    private PostgreSqlSwaps(PostgreSqlCrew each, PostgreSqlCrew together, byte[][] ids) => (_each, _together, _ids) = (each, together, ids);

    public static async Task<PostgreSqlSwaps> OpenAsync(string connectionString, int atOnce, IEnumerable<SessionId> sessions)
    {
        PostgreSqlCrew each = await PostgreSqlCrew.OpenAsync(
            connectionString,
            atOnce,
            ("SELECT id, version, body FROM sessvm.sessions WHERE id = $1", [NpgsqlDbType.Bytea]),
            ("UPDATE sessvm.sessions SET version = $2 + 1, body = $3 WHERE id = $1 AND version = $2",
                [NpgsqlDbType.Bytea, NpgsqlDbType.Bigint, NpgsqlDbType.Bytea]));
        PostgreSqlCrew together = await PostgreSqlCrew.OpenAsync(
            connectionString + ByIndex,
            Lanes,
            ("SELECT id, version, body FROM sessvm.sessions WHERE id = ANY ($1)", [NpgsqlDbType.Array | NpgsqlDbType.Bytea]),
            ("UPDATE sessvm.sessions s SET version = n.version + 1, body = n.body FROM unnest($1, $2, $3) AS n (id, version, body) WHERE s.id = n.id AND s.version = n.version",
                [NpgsqlDbType.Array | NpgsqlDbType.Bytea, NpgsqlDbType.Array | NpgsqlDbType.Bigint, NpgsqlDbType.Array | NpgsqlDbType.Bytea]));
        return new PostgreSqlSwaps(each, together, [.. sessions.Select(static id => id.ToByteArray())]);
    }

    /// <summary>Reads and updates each row by itself, on a connection for each caller, and says how many.</summary>
    public async Task<int> PassAsync()
    {
        await Crew.RunAsync(_ids.Length, _each.Size, async (item, one) =>
        {
            (byte[] id, long version, byte[] body) = (await ReadAsync(_each[one][0], _ids[item]))[0];
            await UpdateAsync(_each[one][1], 1, id, version, body);
        });
        return _ids.Length;
    }

    /// <summary>Reads and updates them in as few statements as so many callers allow, with nobody to be answered one by one.</summary>
    public async Task<int> PassTogetherAsync(int atOnce)
    {
        byte[][][] batches = [.. _ids.Chunk(atOnce / Lanes)];
        await Crew.RunAsync(batches.Length, Lanes, async (item, one) =>
        {
            List<(byte[] Id, long Version, byte[] Body)> rows = await ReadAsync(_together[one][0], batches[item]);
            await UpdateAsync(
                _together[one][1],
                rows.Count,
                rows.Select(static row => row.Id).ToArray(),
                rows.Select(static row => row.Version).ToArray(),
                rows.Select(static row => row.Body).ToArray());
        });
        return _ids.Length;
    }

    public async ValueTask DisposeAsync()
    {
        await _each.DisposeAsync();
        await _together.DisposeAsync();
    }

    private static async Task<List<(byte[] Id, long Version, byte[] Body)>> ReadAsync(NpgsqlCommand read, object ids)
    {
        read.Parameters[0].Value = ids;
        List<(byte[] Id, long Version, byte[] Body)> rows = [];
        await using NpgsqlDataReader reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetFieldValue<byte[]>(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return rows;
    }

    private static async Task UpdateAsync(NpgsqlCommand update, int rows, params object[] values)
    {
        for (int place = 0; place < values.Length; place++)
        {
            update.Parameters[place].Value = values[place];
        }

        if (await update.ExecuteNonQueryAsync() != rows)
        {
            throw new InvalidOperationException("A row was not updated.");
        }
    }
}
