using Microsoft.Data.Sqlite;
using Sessvm.Sqlite;

namespace Sessvm.Benchmarks.Stores.Peers;

/// <summary>
/// The limit: one prepared <c>UPDATE … WHERE id AND version</c> after the other, each its own transaction, on one connection. On a
/// file of its own, as somebody would make it who writes this; or on the store's, with the store's pragmas, where it writes what lies
/// there already, so that the rows stay good.
/// </summary>
internal sealed class SqliteUpdates : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _update;
    private readonly List<(byte[] Id, long Version, byte[] Body)> _rows = [];

    private SqliteUpdates(string path, string preparation)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute(preparation);
        _update = _connection.CreateCommand();
        _update.CommandText = "UPDATE sessions SET version = $next, body = $body WHERE id = $id AND version = $version";
        foreach (string name in (string[])["$next", "$version"])
        {
            _update.Parameters.Add(name, SqliteType.Integer);
        }

        foreach (string name in (string[])["$body", "$id"])
        {
            _update.Parameters.Add(name, SqliteType.Blob);
        }

        _update.Prepare();
    }

    /// <summary>Of the store's own file.</summary>
    public static SqliteUpdates OfStore(string path, SqliteDurability durability) =>
        new(path, $"PRAGMA synchronous = {durability}; PRAGMA wal_autocheckpoint = 8000");

    /// <summary>Of a plain file with so many rows of 200 bytes: write-ahead log, and otherwise SQLite's defaults.</summary>
    public static SqliteUpdates Plain(string path, SqliteDurability durability, int rows) => new(
        path,
        $"""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = {durability};
        CREATE TABLE sessions (id BLOB PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL);
        WITH RECURSIVE places (place) AS (SELECT 1 UNION ALL SELECT place + 1 FROM places WHERE place < {rows})
        INSERT INTO sessions SELECT randomblob(18), 1, randomblob(200) FROM places;
        """);

    /// <summary>Reads the rows as they now are, in an order by chance.</summary>
    public void Prepare()
    {
        _rows.Clear();
        using SqliteCommand read = _connection.CreateCommand();
        read.CommandText = "SELECT id, version, body FROM sessions ORDER BY random()";
        using SqliteDataReader reader = read.ExecuteReader();
        while (reader.Read())
        {
            _rows.Add(((byte[])reader[0], reader.GetInt64(1), (byte[])reader[2]));
        }
    }

    /// <summary>Updates each of them, and says how many.</summary>
    public int Pass()
    {
        SqliteParameterCollection parameters = _update.Parameters;
        foreach ((byte[] id, long version, byte[] body) in _rows)
        {
            parameters["$next"].Value = version + 1;
            parameters["$version"].Value = version;
            parameters["$body"].Value = body;
            parameters["$id"].Value = id;
            if (_update.ExecuteNonQuery() != 1)
            {
                throw new InvalidOperationException("A row was not updated.");
            }
        }

        return _rows.Count;
    }

    public void Dispose()
    {
        _update.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
