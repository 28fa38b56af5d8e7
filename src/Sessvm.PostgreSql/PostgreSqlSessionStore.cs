using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.PostgreSql.Internal;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.PostgreSql;

/// <summary>
/// Rows in PostgreSQL: the durable default for many nodes. Every step is one round trip; exchanges that wait are gathered into
/// one statement, and a lone one goes at once.
/// </summary>
/// <remarks>
/// Safe for concurrent use, and for any number of nodes. Works through a pooler in transaction mode. While the server is in
/// trouble operations are tried again for <see cref="PostgreSqlStoreOptions.RetryFor"/>, then fail with
/// <see cref="SessionStoreException"/>; the store goes on by itself when the trouble is over.
/// </remarks>
public sealed class PostgreSqlSessionStore : ISessionStore, IRecoveringStore, IAsyncDisposable, IDisposable
{
    private const int LookedAtOnce = 2_000;
    private const int FindLanes = 3;
    private const int UpdateLanes = 3;
    private const int PatientLanes = 4;
    private const int KeptForTheLog = 2;

    private readonly Database _database;
    private readonly Gathering<SessionId, StoredRow?> _finds;
    private readonly Gathering<NewRow, UpdateOutcome?> _updates;
    private readonly Gathering<NewRow, UpdateOutcome?> _patientUpdates;
    private readonly AddStatement _add;
    private readonly EndStatement _end;
    private readonly ListStatement _list;
    private readonly TouchStatement _touch;
    private readonly PurgeStatement _purge;
    private readonly SemaphoreSlim _purging = new(1);
    private readonly SemaphoreSlim _turns;
    private byte[] _purgedTo = [];
    private int _disposed;

    /// <summary>Makes the store. The server is reached, and the schema made where it is missing, by the first operation or <see cref="OpenAsync"/>.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="logger">Receives what goes wrong and passes; none by default.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public PostgreSqlSessionStore(PostgreSqlStoreOptions options, ILogger? logger = null)
        : this(new Database(options ?? throw new ArgumentNullException(nameof(options)), logger ?? NullLogger.Instance), logger ?? NullLogger.Instance)
    {
    }

    internal PostgreSqlSessionStore(Database database, ILogger logger)
    {
        _database = database;
        var update = new UpdateStatement(_database);
        _finds = new Gathering<SessionId, StoredRow?>(FindLanes, new FindStatement(_database).RunAsync);
        _updates = new Gathering<NewRow, UpdateOutcome?>(UpdateLanes, update.RunAsync);
        _patientUpdates = new Gathering<NewRow, UpdateOutcome?>(
            PatientLanes, update.RunPatientlyAsync, static (one, other) => one.Id.AsSpan().SequenceEqual(other.Id));
        _add = new AddStatement(_database);
        _end = new EndStatement(_database, logger);
        _list = new ListStatement(_database);
        _touch = new TouchStatement(_database);
        _purge = new PurgeStatement(_database);
        _turns = new SemaphoreSlim(database.MaxConnections - FindLanes - UpdateLanes - PatientLanes - KeptForTheLog);
    }

    /// <inheritdoc/>
    public event Action? Recovered
    {
        add => _database.Recovered += value;
        remove => _database.Recovered -= value;
    }

    /// <summary>Reaches the server now, and makes or upgrades the schema, so that trouble shows at the start.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="SessionStoreException">The server cannot be reached, or the schema is missing or newer.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        await _database.RunAsync(this, static (_, _, _, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is a row with this id, or the row cannot be encoded.</exception>
    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(terms);
        var added = new NewRow(row);
        return WriteAsync(() => _add.RunAsync(row, added, terms, now), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        Task<StoredRow?> found = _finds.RunAsync(id, cancellationToken);
        return (await _database.WithinBoundAsync(found, cancellationToken).ConfigureAwait(false))?.Decode();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row cannot be encoded.</exception>
    public async ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var update = new NewRow(row, expected);
        return await _database.WithinBoundAsync(_updates.RunAsync(update, cancellationToken), cancellationToken).ConfigureAwait(false)
            ?? (await _database.WithinBoundAsync(_patientUpdates.RunAsync(update, cancellationToken), cancellationToken).ConfigureAwait(false))!.Value;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        List<StoredRow> rows = await ReadAsync(() => _list.ListAsync(subject, now, cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(static row => row.Decode())];
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(end);
        return WriteAsync(() => _end.RunAsync(target, end), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.Count > 0)
        {
            await WriteAsync(() => _touch.RunAsync(marks, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckBrowse(limit);
        SessionId? from = SessionCursor.Parse(after);
        List<StoredRow> rows = await ReadAsync(() => _list.BrowseAsync(from, limit + 1, cancellationToken), cancellationToken).ConfigureAwait(false);
        return SessionCursor.Page([.. rows.Select(static row => row.Decode())], limit);
    }

    /// <inheritdoc/>
    /// <remarks>One round trip for each 2,000 rows that are looked at.</remarks>
    public async ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckPurge(limit);
        await _purging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int removed = 0;
            while (limit > 0)
            {
                int some = Math.Min(limit, LookedAtOnce);
                var step = await ReadAsync(
                    () => _purge.RunAsync(_purgedTo, some, before.ToUnixTimeMilliseconds(), cancellationToken), cancellationToken).ConfigureAwait(false);
                removed += step.Removed;
                limit -= some;
                if (step.Looked < some)
                {
                    _purgedTo = [];
                    return new PurgeResult(removed, More: false);
                }

                _purgedTo = step.Last!;
            }

            return new PurgeResult(removed, More: true);
        }
        finally
        {
            _purging.Release();
        }
    }

    /// <summary>Closes the connections, unless the data source is the application's own.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _database.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Reads what is not gathered.</summary>
    private ValueTask<T> ReadAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken) =>
        InTurnAsync(operation, cancellationToken, cancellationToken);

    /// <summary>Writes what is not gathered. Once begun it is waited for, since what it ended must be told (R7).</summary>
    private ValueTask<T> WriteAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken) =>
        InTurnAsync(operation, cancellationToken, CancellationToken.None);

    // These may wait for rows that somebody holds, and must leave connections to the lanes.
    private async ValueTask<T> InTurnAsync<T>(Func<Task<T>> operation, CancellationToken waiting, CancellationToken running)
    {
        if (!await _turns.WaitAsync(_database.Bound, waiting).ConfigureAwait(false))
        {
            throw PostgreSqlTrouble.TookTooLong(_database.Server);
        }

        return await _database.WithinBoundAsync(RunAsync(), running).ConfigureAwait(false);

        async Task<T> RunAsync()
        {
            try
            {
                return await operation().ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
    }
}
