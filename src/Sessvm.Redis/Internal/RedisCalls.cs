using System.Runtime.CompilerServices;
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

    // The client times its commands out by itself, more cheaply; of the application's own connection we know nothing.
    private readonly TimeSpan _patience = options.Connection is null ? Timeout.InfiniteTimeSpan : options.Timeout;

    private readonly SharedSends _sends = new();
    private readonly SharedCommand<RedisKey, RedisValue> _reads = new(
        static (database, keys) => database.StringGetAsync([.. keys], CommandFlags.DemandMaster));
    private readonly SharedCommand<RowSwap, int> _swaps = new(
        static (database, swaps) => SwapAsync(database, swaps, new Attempt(IsFirst: true, Again: false, ByText: false)));
    private int _underWay;

    /// <summary>Reads a row.</summary>
    internal ValueTask<RedisValue> ReadRowAsync(RedisKey key, CancellationToken cancellationToken) => connection.TakesManyKeys
        ? RunAsync(
            (self: this, key),
            static (database, call, attempt) => call.self.Shares(attempt)
                ? call.self._reads.SendAsync(database, call.key)
                : database.StringGetAsync(call.key, CommandFlags.DemandMaster),
            options.RetryFor,
            cancellationToken)
        : ReadAsync(key, static (database, key, _) => database.StringGetAsync(key, CommandFlags.DemandMaster), cancellationToken);

    /// <summary>Replaces a row by compare-and-swap, and answers with what the script says of it.</summary>
    internal ValueTask<int> SwapRowAsync(RowSwap swap, CancellationToken cancellationToken) => connection.TakesManyKeys
        ? RunAsync(
            (self: this, swap),
            static (database, call, attempt) => call.self.Shares(attempt)
                ? call.self._swaps.SendAsync(database, call.swap)
                : SwapOneAsync(database, call.swap, attempt),
            options.RetryFor,
            cancellationToken)
        : ShareAsync(swap, SwapOneAsync, options.RetryFor, cancellationToken);

    /// <summary>Runs a script. Its first argument is <see cref="Anew"/>, or <see cref="Again"/> where an earlier try may have been carried out.</summary>
    internal ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        ShareAsync((script, keys, arguments), Evaluate, options.RetryFor, cancellationToken);

    /// <summary>Runs a script, once.</summary>
    internal ValueTask<RedisResult> EvaluateOnceAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        ShareAsync((script, keys, arguments), Evaluate, TimeSpan.Zero, cancellationToken);

    /// <summary>Reads.</summary>
    internal ValueTask<T> ReadAsync<TState, T>(TState state, Func<IDatabaseAsync, TState, Attempt, Task<T>> read, CancellationToken cancellationToken) =>
        ShareAsync(state, read, options.RetryFor, cancellationToken);

    /// <summary>Sends a step in the company of others that are sent now. A lone one goes at once; so does one that is tried again, lest others' trouble be its own.</summary>
    private ValueTask<T> ShareAsync<TState, T>(
        TState state, Func<IDatabaseAsync, TState, Attempt, Task<T>> send, TimeSpan retryFor, CancellationToken cancellationToken) =>
        RunAsync(
            (self: this, state, send),
            static (database, call, attempt) => attempt.IsFirst && Volatile.Read(ref call.self._underWay) > 1
                ? call.self._sends.SendAsync(database, call.state, call.send, attempt)
                : call.send(database, call.state, attempt),
            retryFor,
            cancellationToken);

    /// <summary>Whether a step goes into one command with those of others. Not in a cluster, where each is for a slot of its own.</summary>
    private bool Shares(Attempt attempt) => attempt.IsFirst && Volatile.Read(ref _underWay) > 1 && connection.TakesManyKeys;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<T> RunAsync<TState, T>(
        TState state, Func<IDatabase, TState, Attempt, Task<T>> send, TimeSpan retryFor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long began = options.Time.GetTimestamp();
        var pause = FirstPause;
        var attempt = new Attempt(IsFirst: true, Again: false, ByText: false);
        Interlocked.Increment(ref _underWay);
        try
        {
            while (true)
            {
                Task<T>? sent = null;
                try
                {
                    var database = connection.Database ?? await connection.ConnectAsync().WaitAsync(options.Timeout, options.Time, cancellationToken).ConfigureAwait(false);
                    sent = send(database, state, attempt);
                    var answer = await WaitAsync(sent, cancellationToken).ConfigureAwait(false);
                    connection.Answers();
                    return answer;
                }
                catch (RedisServerException unknown) when (unknown.Kind == RedisErrorKind.NoScript && !attempt.ByText)
                {
                    attempt = attempt with { IsFirst = false, ByText = true }; // nothing has been done; the server keeps the text from now on
                    continue;
                }
                catch (SharedRefusalException)
                {
                    attempt = attempt with { IsFirst = false, Again = true }; // of whose row is not known, nor what was done before it
                    continue;
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    Forget(sent);
                    throw;
                }
                catch (Exception trouble) when (trouble is not (ObjectDisposedException or SessionStoreException))
                {
                    Forget(sent);
                    connection.WasAway |= RedisTrouble.CanPass(trouble);
                    if (!RedisTrouble.CanPass(trouble) || options.Time.GetElapsedTime(began) + pause >= retryFor)
                    {
                        throw RedisTrouble.Explain(connection.Servers, trouble);
                    }

                    attempt = new Attempt(IsFirst: false, attempt.Again || (sent is not null && RedisTrouble.MayHaveBeenDone(trouble)), ByText: false);
                    connection.LookAgain();
                    StoreMetrics.Retried("redis", RedisTrouble.KindOf(trouble));
                }

                await Task.Delay(pause, options.Time, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private static Task<RedisResult> Evaluate(IDatabaseAsync database, (RedisScript Script, RedisKey[] Keys, RedisValue[] Arguments) call, Attempt attempt)
    {
        call.Arguments[0] = attempt.Again ? Again : Anew;
        return call.Script.EvaluateAsync(database, call.Keys, call.Arguments, attempt.ByText);
    }

    private static async Task<int> SwapOneAsync(IDatabaseAsync database, RowSwap swap, Attempt attempt) =>
        (await SwapAsync(database, [swap], attempt).ConfigureAwait(false))[0];

    private static async Task<int[]> SwapAsync(IDatabaseAsync database, IReadOnlyList<RowSwap> swaps, Attempt attempt)
    {
        var keys = new RedisKey[swaps.Count];
        var arguments = new RedisValue[1 + (3 * swaps.Count)];
        arguments[0] = attempt.Again ? Again : Anew;
        for (int place = 0; place < keys.Length; place++)
        {
            keys[place] = swaps[place].Key;
            swaps[place].WriteTo(arguments.AsSpan(1 + (3 * place)));
        }

        return (int[])(await RedisScript.Update.EvaluateAsync(database, keys, arguments, attempt.ByText).ConfigureAwait(false))!;
    }

    /// <summary>What nobody waits for any more may fail unheard.</summary>
    private static void Forget(Task? sent) =>
        sent?.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private Task<T> WaitAsync<T>(Task<T> sent, CancellationToken cancellationToken) =>
        _patience == Timeout.InfiniteTimeSpan && !cancellationToken.CanBeCanceled ? sent : sent.WaitAsync(_patience, options.Time, cancellationToken);
}
