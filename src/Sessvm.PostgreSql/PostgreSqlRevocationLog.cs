using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.PostgreSql.Internal;
using Sessvm.Revocation;

namespace Sessvm.PostgreSql;

/// <summary>
/// Notices in a table beside the sessions (R7). A notification wakes those who wait; what they read is the table, so that a lost
/// one only delays.
/// </summary>
/// <remarks>
/// A cursor holds a snapshot of the server's transactions, not a number: what was committed late behind what was read before
/// is not missed, and nothing is read twice. A cursor of another server, or of this one before its restart, reads from the
/// oldest on. Through a pooler nothing can wake: <see cref="WaitAsync"/> then waits for its time.
/// </remarks>
public sealed class PostgreSqlRevocationLog : IRevocationLog, IAsyncDisposable, IDisposable
{
    private const int MostAtOnce = 10_000;

    private readonly Database _database;
    private readonly LogStatements _statements;
    private readonly NoticeListener _listener;
    private int _disposed;

    /// <summary>Makes the log. The server is reached by the first operation.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="logger">Receives what goes wrong and passes; none by default.</param>
    /// <param name="time">The clock by which <see cref="WaitAsync"/> waits; the system's by default.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public PostgreSqlRevocationLog(PostgreSqlStoreOptions options, ILogger? logger = null, TimeProvider? time = null)
        : this(new Database(options ?? throw new ArgumentNullException(nameof(options)), logger ?? NullLogger.Instance), logger ?? NullLogger.Instance, time)
    {
    }

    internal PostgreSqlRevocationLog(Database database, ILogger logger, TimeProvider? time)
    {
        _database = database;
        _statements = new LogStatements(database);
        _listener = new NoticeListener(database, time ?? TimeProvider.System, logger);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notices);
        ArgumentOutOfRangeException.ThrowIfZero(notices.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(notices.Count, MostAtOnce);
        await _database.WithinBoundAsync(_statements.AppendAsync(notices, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostAtOnce);
        return _database.WithinBoundAsync(_statements.ReadAsync(LogCursor.Parse(after), limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _listener.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, TimeSpan.Zero);
        await _statements.TrimAsync(keep, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops listening and closes the connections, unless the data source is the application's own.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _listener.DisposeAsync().ConfigureAwait(false);
            await _database.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
