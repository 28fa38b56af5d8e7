using Microsoft.Extensions.Logging;
using Npgsql;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>
/// The server as a store and a log see it: connections, a schema that is there, a bound on every operation, and another
/// try where trouble passes.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly PostgreSqlStoreOptions _options;
    private readonly ILogger _logger;
    private readonly NpgsqlDataSource _source;
    private readonly SchemaCheck _schema;
    private readonly WarmConnections _warm = new();
    private int _users = 1;
    private volatile bool _disposed;
    private volatile bool _wasAway;

    internal Database(PostgreSqlStoreOptions options, ILogger logger)
    {
        options.Validate();
        _options = options;
        _logger = logger;
        _source = options.DataSource ?? SessionDataSource.Create(options);
        Server = SessionDataSource.Describe(_source);
        _schema = new SchemaCheck(options, Server);
        Bound = options.CommandTimeout + options.RetryFor;
    }

    /// <summary>Raised when the server answers again after it did not, or another one in its place.</summary>
    internal event Action? Recovered;

    /// <summary>The server and the database, for messages.</summary>
    internal string Server { get; }

    internal string Schema => _options.Schema;

    internal int MaxConnections => _options.MaxConnections;

    /// <summary>The longest that an operation takes.</summary>
    internal TimeSpan Bound { get; }

    /// <summary>
    /// Does something with a connection, again where trouble passes. The last argument of <paramref name="work"/> says that an
    /// earlier try may have been applied. Whatever fails is told as <see cref="SessionStoreException"/>.
    /// </summary>
    internal async Task<T> RunAsync<TState, T>(
        TState state, Func<NpgsqlConnection, TState, bool, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        long failedAt = 0;
        TimeSpan pause = FirstPause;
        for (bool again = false; ; again = true)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PostgreSqlSessionStore));
            try
            {
                T result = await UseAsync(state, work, again, cancellationToken).ConfigureAwait(false);
                if (_wasAway && Interlocked.Exchange(ref _wasAway, false))
                {
                    Recovered?.Invoke();
                }

                return result;
            }
            catch (Exception trouble) when (trouble is NpgsqlException or SessionStoreException { InnerException: NpgsqlException })
            {
                Exception cause = trouble as NpgsqlException ?? trouble.InnerException!;
                failedAt = failedAt == 0 ? TimeProvider.System.GetTimestamp() : failedAt;
                _wasAway |= PostgreSqlTrouble.IsAway(cause);
                if (!PostgreSqlTrouble.Passes(cause) || TimeProvider.System.GetElapsedTime(failedAt) + pause > _options.RetryFor)
                {
                    throw PostgreSqlTrouble.Explain(Server, Schema, trouble);
                }

                StoreMetrics.Retried("postgresql", PostgreSqlTrouble.KindOf(cause));
                Log.TriesAgain(_logger, cause, Server, pause);
                await _warm.ClearAsync().ConfigureAwait(false); // they are likely to be as dead
                if (PostgreSqlTrouble.IsWrongServer(cause))
                {
                    _source.Clear();
                }
            }

            // Not all at once: whoever failed together comes back apart.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Ends the wait for an operation at its bound, whatever holds it up.</summary>
    internal async ValueTask<T> WithinBoundAsync<T>(Task<T> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation.WaitAsync(Bound, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw PostgreSqlTrouble.TookTooLong(Server, late);
        }
    }

    /// <summary>A connection to a server whose schema is there.</summary>
    internal async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (!_schema.IsDone)
        {
            try
            {
                await _schema.RunAsync(connection, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        return connection;
    }

    /// <summary>A command that is given the time of one try.</summary>
    internal NpgsqlCommand Command(NpgsqlConnection connection, string sql) =>
        new(sql, connection) { CommandTimeout = (int)_options.CommandTimeout.TotalSeconds };

    /// <summary>Lets one more use it: it is let go of when each has disposed of it. <see langword="false"/> where it is gone already.</summary>
    internal bool TryShare()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int found = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (found == users)
            {
                return true;
            }

            users = found;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        _disposed = true;
        await _warm.ClearAsync().ConfigureAwait(false);
        if (_options.DataSource is null)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<T> UseAsync<TState, T>(
        TState state, Func<NpgsqlConnection, TState, bool, CancellationToken, Task<T>> work, bool again, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = _warm.Take() ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            T result = await work(connection, state, again, cancellationToken).ConfigureAwait(false);
            if (!_disposed && _warm.TryKeep(connection))
            {
                connection = null!;
            }

            return result;
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
