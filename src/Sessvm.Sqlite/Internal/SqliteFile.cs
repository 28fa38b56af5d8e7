using Microsoft.Data.Sqlite;
using Sessvm.Stores;

namespace Sessvm.Sqlite.Internal;

/// <summary>The file, and how connections to it are opened.</summary>
internal sealed class SqliteFile
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(5);

    // An update dirties one page, and the log takes whole pages: small ones, and a checkpoint only every 16 MB.
    private const string PageSize = "PRAGMA page_size = 2048";
    private const string Checkpoint = "PRAGMA wal_autocheckpoint = 8000";

    private readonly SqliteStoreOptions _options;
    private readonly SqliteConnectionStringBuilder _builder;

    internal SqliteFile(SqliteStoreOptions options)
    {
        _options = options;
        _builder = options.Validate();
    }

    internal string Path => _builder.DataSource;

    /// <summary>Opens a connection to a file whose schema is current.</summary>
    internal Database Open()
    {
        if (_builder.Mode == SqliteOpenMode.ReadWriteCreate)
        {
            CreatePrivately();
        }

        var database = new Database(_builder.ConnectionString, _options.BusyTimeout);
        try
        {
            database.Execute(PageSize);
            UseWal(database);
            SqliteSchema.Prepare(database, Path, SqliteSchema.Steps);
            Configure(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>SQLite would make the file as the umask says; its log and its shared memory take the file's own mode.</summary>
    private void CreatePrivately()
    {
        if (File.Exists(Path))
        {
            return;
        }

        var creation = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(Path, creation).Dispose();
    }

    private void UseWal(Database database)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                string mode = database.Text("PRAGMA journal_mode = WAL");
                if (mode == "wal")
                {
                    return;
                }

                throw new SessionStoreException(
                    $"The session database '{Path}' cannot use a write-ahead log (it stays at '{mode}'). Keep it on a local disk that can be written.");
            }
            catch (SqliteException trouble) when (
                SqliteTrouble.IsBusy(trouble) && TimeProvider.System.GetElapsedTime(start) < _options.BusyTimeout)
            {
                // SQLite does not wait by itself while another process turns the log on.
                Task.Delay(RetryAfter, TimeProvider.System).GetAwaiter().GetResult();
            }
        }
    }

    private void Configure(Database database)
    {
        database.Execute(_options.Durability == SqliteDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        database.Execute(Checkpoint);
        if (_options.MaxFileSize is { } most)
        {
            database.Execute($"PRAGMA max_page_count = {most / database.Number("PRAGMA page_size")}");
        }
    }
}
