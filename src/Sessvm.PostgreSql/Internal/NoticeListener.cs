using Microsoft.Extensions.Logging;
using Npgsql;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>
/// Wakes whoever waits for the log, by LISTEN on a connection of its own, opened again where it is lost. Where it cannot be had
/// the wait is a plain one: the log is read at intervals anyway.
/// </summary>
internal sealed class NoticeListener(Database database, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _starting = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _notified = NotYet();
    private Task? _listening;

    internal static string ChannelOf(string schema) => $"{schema}_revocations";

    /// <summary>Waits until something was notified since the last wait ended, or until the time is over.</summary>
    internal async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_starting)
        {
            _listening ??= Task.Run(ListenAsync, CancellationToken.None);
        }

        TaskCompletionSource notified = Volatile.Read(ref _notified);
        try
        {
            await notified.Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
            Interlocked.CompareExchange(ref _notified, NotYet(), notified);
        }
        catch (TimeoutException)
        {
            // that is what it was to wait for
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_listening is { } listening)
        {
            await listening.ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync()
    {
        var pause = FirstPause;
        bool told = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await database.OpenAsync(_stop.Token).ConfigureAwait(false);
                if (await IsPooledAsync(connection).ConfigureAwait(false))
                {
                    Log.Polls(logger, database.Server);
                    return;
                }

                connection.Notification += (_, _) => Wake();
                await ExecuteAsync(connection, $"LISTEN {ChannelOf(database.Schema)}", _stop.Token).ConfigureAwait(false);
                (pause, told) = (FirstPause, false);
                Wake(); // what was appended before, nobody told of
                await FollowAsync(connection).ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) // on a loop of its own: whatever it is, it is tried again
            {
                if (!told)
                {
                    told = true;
                    Log.CannotListen(logger, failure, database.Server);
                }

                await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task FollowAsync(NpgsqlConnection connection)
    {
        try
        {
            while (true)
            {
                if (!await connection.WaitAsync(Quiet, _stop.Token).ConfigureAwait(false))
                {
                    await ExecuteAsync(connection, "SELECT 1", _stop.Token).ConfigureAwait(false); // is anybody there?
                }
            }
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                // It goes back to the pool, where nobody listens.
                await ExecuteAsync(connection, "UNLISTEN *", CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Whether a pooler stands between: then the process that answers is not the one that the connection was made to, and in
    /// transaction mode a LISTEN would stay behind in a connection that is somebody else's next.
    /// </summary>
    private async Task<bool> IsPooledAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand ask = database.Command(connection, "SELECT pg_backend_pid()");
        return (int)(await ask.ExecuteScalarAsync(_stop.Token).ConfigureAwait(false))! != connection.ProcessID;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Wake() => Volatile.Read(ref _notified).TrySetResult();
}
