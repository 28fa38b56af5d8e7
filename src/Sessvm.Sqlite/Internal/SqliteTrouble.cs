using Microsoft.Data.Sqlite;
using Sessvm.Stores;
using SQLitePCL;

namespace Sessvm.Sqlite.Internal;

/// <summary>What went wrong with the file, in words that name the file and the way out.</summary>
internal static class SqliteTrouble
{
    internal static void Check(sqlite3 database, int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Of(database, code);
        }
    }

    internal static SqliteException Of(sqlite3 database, int code) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));

    internal static bool IsBusy(SqliteException trouble) => trouble.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    internal static SessionStoreException Explain(string path, Exception trouble) => trouble switch
    {
        SessionStoreException known => known,
        SqliteException sqlite => new SessionStoreException($"The session database '{path}' {Explain(sqlite)}", trouble),
        DirectoryNotFoundException => new SessionStoreException(
            $"The session database '{path}' cannot be made: its directory does not exist. Make the directory, or correct the path.",
            trouble),
        UnauthorizedAccessException => new SessionStoreException(
            $"The session database '{path}' cannot be opened: this user may not write there. Correct the owner or the path.",
            trouble),
        _ => new SessionStoreException($"The session database '{path}' failed: {trouble.Message}", trouble),
    };

    private static string Explain(SqliteException trouble) => trouble.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "is locked by another process for longer than BusyTimeout. Find the process that holds it, or raise BusyTimeout.",
        raw.SQLITE_FULL =>
            "cannot grow: the disk is full, or MaxFileSize is reached. Make room, and the store goes on by itself.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            "is read-only. Let this user write to the file and its directory, and open it without a read-only mode.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            "is damaged, or is no SQLite database. Restore it from a backup, or move it away to begin anew (which signs everybody out).",
        raw.SQLITE_CANTOPEN =>
            "cannot be opened. Its directory must exist, and this user must be able to write to it.",
        raw.SQLITE_IOERR =>
            $"cannot be read or written (I/O error {trouble.SqliteExtendedErrorCode}). Look at the disk and the system's log.",
        _ => $"failed: {trouble.Message} ({trouble.SqliteExtendedErrorCode}).",
    };
}
