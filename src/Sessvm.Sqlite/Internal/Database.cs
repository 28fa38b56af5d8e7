using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessvm.Sqlite.Internal;

/// <summary>One open connection, and the statements prepared on it.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];

    internal Database(string connectionString, TimeSpan busyTimeout)
    {
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            raw.sqlite3_busy_timeout(Handle, (int)busyTimeout.TotalMilliseconds);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    internal bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    private sqlite3 Handle => _connection.Handle!;

    internal Statement Prepare(string sql)
    {
        var statement = new Statement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    internal void Execute(string sql) => SqliteTrouble.Check(Handle, raw.sqlite3_exec(Handle, sql));

    /// <summary>The first column of the first row, as a number.</summary>
    internal long Number(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The first column of the first row, as text.</summary>
    internal string Text(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
