using System.Globalization;
using Sessvm.Stores;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>Sends ends; where it is asked for, waits until replicas have them.</summary>
/// <remarks>
/// WAIT speaks of what its own connection wrote, and holds up all that is behind it there: ends then have a connection of their own,
/// and both commands go to the server that was chosen for them, without being redirected.
/// </remarks>
internal sealed class EndCalls : IAsyncDisposable
{
    private readonly RedisStoreOptions _options;
    private readonly RedisCalls _calls;
    private readonly RedisConnection? _own;

    internal EndCalls(RedisStoreOptions options, RedisCalls calls)
    {
        _options = options;
        _calls = calls;
        if (options.ReplicasForEnds > 0)
        {
            _own = new RedisConnection(options);
            _own.AddUser();
            _calls = new RedisCalls(_own, options);
        }
    }

    /// <summary>Replaces a row by one that has ended.</summary>
    internal async ValueTask<int> SwapRowAsync(RowSwap swap, CancellationToken cancellationToken) => _own is null
        ? await _calls.SwapRowAsync(swap, cancellationToken).ConfigureAwait(false)
        : ((int[])(await EvaluateAsync(
            RedisScript.Update, [swap.Key], [RedisCalls.Anew, swap.Expected, swap.Row, swap.Lifetime], cancellationToken).ConfigureAwait(false))!)[0];

    internal ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _own is null
            ? _calls.EvaluateAsync(script, keys, arguments, cancellationToken)
            : _calls.RunAsync(
                (self: this, script, keys, arguments),
                static (database, call, attempt) =>
                {
                    call.arguments[0] = attempt.Again ? RedisCalls.Again : RedisCalls.Anew;
                    object name = attempt.ByText ? call.script.Text : call.script.Hash;
                    return call.self.WriteAndWaitAsync(
                        database.Multiplexer.GetServer(call.keys[0], flags: CommandFlags.DemandMaster),
                        attempt.ByText ? "EVAL" : "EVALSHA",
                        [name, call.keys.Length, .. call.keys, .. call.arguments]);
                },
                _options.RetryFor,
                cancellationToken);

    public ValueTask DisposeAsync() => _own?.RemoveUserAsync() ?? default;

    /// <summary>Sends a command and, in the same breath, the question how many replicas have it.</summary>
    private async Task<RedisResult> WriteAndWaitAsync(IServer master, string command, object[] call)
    {
        var written = master.ExecuteAsync(command, call, CommandFlags.NoRedirect);
        var replicated = master.ExecuteAsync(
            "WAIT", [_options.ReplicasForEnds, (int)(_options.Timeout.TotalMilliseconds / 2)], CommandFlags.NoRedirect);
        await Task.WhenAll(written, replicated).ConfigureAwait(false);
        int replicas = (int)await replicated.ConfigureAwait(false);
        return replicas >= _options.ReplicasForEnds
            ? await written.ConfigureAwait(false)
            : throw new SessionStoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"The end is written, but {replicas} of {_options.ReplicasForEnds} replicas have it: a failover may lose it. See INFO replication, or lower ReplicasForEnds."));
    }
}
