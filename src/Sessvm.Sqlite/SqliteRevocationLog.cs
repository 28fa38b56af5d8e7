using Sessvm.Revocation;
using Sessvm.Sqlite.Internal;
using Sessvm.Stores;

namespace Sessvm.Sqlite;

/// <summary>
/// Notices in the store's own file, so that the processes of one machine hear each other's ends (R7). Appends share the
/// store's commits; waiting looks at the file every 50 milliseconds.
/// </summary>
/// <remarks>Safe for concurrent use. Trouble with the file is <see cref="SessionStoreException"/>, as with the store.</remarks>
public sealed class SqliteRevocationLog : IRevocationLog, IAsyncDisposable, IDisposable
{
    private const int RemovedAtOnce = 256;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly SharedFile _shared;
    private readonly OpenFile _file;
    private readonly TimeProvider _time;
    private long _read; // the newest that was read last
    private int _disposed;

    /// <summary>Makes the log. The file stays open until both it and the store are disposed of, in any order.</summary>
    /// <param name="store">The store whose file it shares.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public SqliteRevocationLog(SqliteSessionStore store, TimeProvider? time = null)
        : this(FileOf(store), time)
    {
    }

    internal SqliteRevocationLog(SharedFile shared, TimeProvider? time)
    {
        _shared = shared;
        _file = shared.Join();
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        RevocationLogBounds.CheckAppend(notices);
        byte[][] encoded = [.. notices.Select(static notice => RevocationNoticeCodec.Encode(notice))];
        await _file.Writes.WriteAsync(
            writer =>
            {
                // The clock of the commit: by it the notices are in the order of their ids.
                writer.Notices.Append(encoded, Now());
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        RevocationLogBounds.CheckRead(limit);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RevocationLogPage>(cancellationToken);
        }

        (RevocationLogPage page, long last) = _file.Readers.Read(
            (after: NoticeCursor.Parse(after), limit),
            static (reader, of) => reader.Notices.Read(of.after, of.limit));
        Volatile.Write(ref _read, last);
        return ValueTask.FromResult(page);
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long began = _time.GetTimestamp();
        while (_file.Readers.Read(0, static (reader, _) => reader.Notices.Newest()) == Volatile.Read(ref _read)
            && atMost - _time.GetElapsedTime(began) is var left
            && left > TimeSpan.Zero)
        {
            await Task.Delay(left < Interval ? left : Interval, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long instant = Now() - (long)keep.TotalMilliseconds;
        if (_file.Readers.Read(instant, static (reader, instant) => reader.Notices.LastBefore(instant)) is { } last)
        {
            // Few at a time, so that it holds up nobody.
            while (await _file.Writes.WriteAsync(writer => writer.Notices.Remove(last, RemovedAtOnce), cancellationToken).ConfigureAwait(false) == RemovedAtOnce)
            {
            }
        }
    }

    /// <summary>Does the appends that wait, and closes the file unless the store still uses it.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, 1) == 0 ? _shared.LeaveAsync() : ValueTask.CompletedTask;

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static SharedFile FileOf(SqliteSessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.File;
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
