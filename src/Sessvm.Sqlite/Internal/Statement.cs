using Sessvm.Tokens;
using SQLitePCL;

namespace Sessvm.Sqlite.Internal;

/// <summary>
/// One prepared statement. It stands beneath the ADO.NET layer, whose commands, parameters and readers would cost
/// more than SQLite's own work on one row.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    internal Statement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteTrouble.Check(database, raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    internal Statement Bind(int place, long? value)
    {
        SqliteTrouble.Check(_database, value is { } number
            ? raw.sqlite3_bind_int64(_statement, place, number)
            : raw.sqlite3_bind_null(_statement, place));
        return this;
    }

    internal Statement Bind(int place, scoped ReadOnlySpan<byte> value)
    {
        SqliteTrouble.Check(_database, raw.sqlite3_bind_blob(_statement, place, value));
        return this;
    }

    internal Statement Bind(int place, SessionId id)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.Write(bytes);
        return Bind(place, bytes);
    }

    /// <summary>Goes to the next row; <see langword="false"/> after the last. The caller resets.</summary>
    internal bool Step()
    {
        int code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            throw SqliteTrouble.Of(_database, code);
        }

        return false;
    }

    /// <summary>Runs a statement that gives no rows, and returns how many it changed.</summary>
    internal int Run()
    {
        try
        {
            Step();
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset();
        }
    }

    internal void Reset() => raw.sqlite3_reset(_statement); // its code repeats that of the step before

    internal bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    internal long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    internal string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    /// <summary>Bytes that are good until the next step or reset.</summary>
    internal ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();
}
