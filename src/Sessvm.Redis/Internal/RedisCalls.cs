using Sessvm.Stores;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>
/// Sends steps, and sends them again where that can help. Each step is made so that it may be sent twice: a script that is told so
/// knows its own earlier work.
/// </summary>
internal sealed class RedisCalls(RedisConnection connection, RedisStoreOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    internal static readonly RedisValue Anew = RedisValue.EmptyString;
    internal static readonly RedisValue Again = "1";

    /// <summary>Runs a script. Its first argument is <see cref="Anew"/>, or <see cref="Again"/> where an earlier try may have been carried out.</summary>
    internal ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        RunAsync(
            (script, keys, arguments),
            static (database, call, again) =>
            {
                call.arguments[0] = again ? Again : Anew;
                return call.script.EvaluateAsync(database, call.keys, call.arguments);
            },
            options.RetryFor,
            cancellationToken);

    /// <summary>Runs a script, once.</summary>
    internal ValueTask<RedisResult> EvaluateOnceAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        RunAsync(
            (script, keys, arguments),
            static (database, call, _) => call.script.EvaluateAsync(database, call.keys, call.arguments),
            TimeSpan.Zero,
            cancellationToken);

    /// <summary>Reads.</summary>
    internal ValueTask<T> ReadAsync<TState, T>(TState state, Func<IDatabase, TState, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync((state, read), static (database, call, _) => call.read(database, call.state), options.RetryFor, cancellationToken);

    internal async ValueTask<T> RunAsync<TState, T>(
        TState state, Func<IDatabase, TState, bool, Task<T>> send, TimeSpan retryFor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long began = options.Time.GetTimestamp();
        var pause = FirstPause;
        bool again = false;
        while (true)
        {
            Task<T>? sent = null;
            try
            {
                var connecting = connection.DatabaseAsync();
                var database = connecting.IsCompletedSuccessfully
                    ? connecting.Result
                    : await connecting.AsTask().WaitAsync(options.Timeout, options.Time, cancellationToken).ConfigureAwait(false);
                sent = send(database, state, again);
                return await sent.WaitAsync(options.Timeout, options.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception trouble) when (trouble is not (OperationCanceledException or ObjectDisposedException or SessionStoreException))
            {
                Forget(sent);
                if (!RedisTrouble.CanPass(trouble) || options.Time.GetElapsedTime(began) + pause >= retryFor)
                {
                    throw RedisTrouble.Explain(connection.Servers, trouble);
                }

                again |= sent is not null && RedisTrouble.MayHaveBeenDone(trouble);
                connection.LookAgain();
            }
            catch (OperationCanceledException)
            {
                Forget(sent);
                throw;
            }

            await Task.Delay(pause, options.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>What nobody waits for any more may fail unheard.</summary>
    private static void Forget(Task? sent) =>
        sent?.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
