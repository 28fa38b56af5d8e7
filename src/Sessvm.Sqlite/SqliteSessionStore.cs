using Sessvm.Sqlite.Internal;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sqlite;

/// <summary>
/// Rows in a SQLite file: the embedded default for one machine. A write is acknowledged once it is committed, and
/// waiting writes share one commit; it survives the sudden end of the process, and with <see cref="SqliteDurability.Full"/> of the power.
/// </summary>
/// <remarks>
/// Safe for concurrent use, and for several processes on one file. While the file is in trouble (locked, full, read-only,
/// damaged) operations fail with <see cref="SessionStoreException"/>; the store goes on by itself when the trouble is over.
/// </remarks>
public sealed class SqliteSessionStore : ISessionStore, IAsyncDisposable, IDisposable
{
    private const int RemovedAtOnce = 256;

    private readonly ReaderPool _readers;
    private readonly WriteLoop _writes;
    private readonly SemaphoreSlim _purging = new(1);
    private SessionId? _purgedTo;
    private int _disposed;

    /// <summary>Makes the store. The file is opened, and made where it is missing, by the first operation or <see cref="OpenAsync"/>.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public SqliteSessionStore(SqliteStoreOptions options)
        : this(FileOf(options))
    {
    }

    internal SqliteSessionStore(SharedFile file)
    {
        File = file;
        OpenFile open = file.Join();
        _readers = open.Readers;
        _writes = open.Writes;
    }

    /// <summary>The file, for the log that shares it.</summary>
    internal SharedFile File { get; }

    /// <summary>Opens the file now, makes or upgrades its tables and takes its lock once, so that trouble shows at the start.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="SessionStoreException">The file cannot be opened or written.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        await _writes.WriteAsync(static _ => true, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is a row with this id, or the row cannot be encoded.</exception>
    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(terms);
        var added = new NewRow(row, terms, now);
        return _writes.WriteAsync(writer => writer.Add(added), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionRow?>(cancellationToken)
            : ValueTask.FromResult(_readers.Read(id, static (reader, id) => reader.Find(id)));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row cannot be encoded.</exception>
    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        SessionId id = row.Id;
        byte[] body = SessionRowCodec.Encode(row);
        SessionRowColumns columns = SessionRowColumns.Of(row);
        return _writes.WriteAsync(writer => writer.Update(id, body, columns, expected), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<SessionRow>>(cancellationToken)
            : ValueTask.FromResult(_readers.Read((subject, now), static (reader, of) => reader.Live(of.subject, of.now)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(end);
        return _writes.WriteAsync(writer => writer.End(target, end), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.Count > 0)
        {
            await _writes.WriteAsync(
                writer =>
                {
                    writer.Touch(marks);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckBrowse(limit);
        SessionId? from = SessionCursor.Parse(after);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SessionPage>(cancellationToken)
            : ValueTask.FromResult(SessionCursor.Page(
                _readers.Read((from, limit), static (reader, of) => reader.After(of.from, of.limit + 1)),
                limit));
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckPurge(limit);
        await _purging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Looking holds up nobody; only what has lapsed goes through the writer, few rows at a time.
            long instant = before.ToUnixTimeMilliseconds();
            PurgeScan scan = _readers.Read(
                (_purgedTo, limit, instant),
                static (reader, of) => reader.Lapsed(of._purgedTo, of.limit, of.instant));
            int removed = 0;
            foreach (SessionId[] lapsed in scan.Lapsed.Chunk(RemovedAtOnce))
            {
                removed += await _writes.WriteAsync(writer => writer.Remove(lapsed, instant), cancellationToken).ConfigureAwait(false);
            }

            _purgedTo = scan.More ? scan.Last : null;
            return new PurgeResult(removed, scan.More);
        }
        finally
        {
            _purging.Release();
        }
    }

    /// <summary>Does the writes that wait, and closes the file unless a log still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await File.LeaveAsync().ConfigureAwait(false);
            _purging.Dispose();
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static SharedFile FileOf(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SharedFile(options);
    }
}
