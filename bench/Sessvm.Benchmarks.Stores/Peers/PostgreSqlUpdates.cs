using Npgsql;
using NpgsqlTypes;
using Sessvm.Benchmarks.Stores.Rounds;

namespace Sessvm.Benchmarks.Stores.Peers;

/// <summary>
/// The limit: prepared single-row <c>UPDATE … WHERE id AND version</c>, each its own transaction, on as many connections as there are
/// callers, over the store's own table. It writes what lies there already, so that the rows stay good.
/// </summary>
internal sealed class PostgreSqlUpdates : IAsyncDisposable
{
    private readonly PostgreSqlCrew _crew;
    private readonly List<(byte[] Id, long Version, byte[] Body)> _rows = [];

    private PostgreSqlUpdates(PostgreSqlCrew crew) => _crew = crew;

    public static async Task<PostgreSqlUpdates> OpenAsync(string connectionString, int atOnce) => new(await PostgreSqlCrew.OpenAsync(
        connectionString,
        atOnce,
        ("UPDATE sessvm.sessions SET version = $1, body = $2 WHERE id = $3 AND version = $4",
            [NpgsqlDbType.Bigint, NpgsqlDbType.Bytea, NpgsqlDbType.Bytea, NpgsqlDbType.Bigint])));

    /// <summary>Reads the rows as they now are, in an order by chance.</summary>
    public async Task PrepareAsync()
    {
        _rows.Clear();
        await using var read = new NpgsqlCommand("SELECT id, version, body FROM sessvm.sessions ORDER BY random()", _crew.First);
        await using NpgsqlDataReader reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            _rows.Add((reader.GetFieldValue<byte[]>(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }
    }

    /// <summary>Updates each of them, and says how many.</summary>
    public async Task<int> PassAsync()
    {
        await Crew.RunAsync(_rows.Count, _crew.Size, UpdateAsync);
        return _rows.Count;
    }

    public ValueTask DisposeAsync() => _crew.DisposeAsync();

    private async ValueTask UpdateAsync(int row, int one)
    {
        (byte[] id, long version, byte[] body) = _rows[row];
        NpgsqlCommand update = _crew[one][0];
        update.Parameters[0].Value = version + 1;
        update.Parameters[1].Value = body;
        update.Parameters[2].Value = id;
        update.Parameters[3].Value = version;
        if (await update.ExecuteNonQueryAsync() != 1)
        {
            throw new InvalidOperationException("A row was not updated.");
        }
    }
}
