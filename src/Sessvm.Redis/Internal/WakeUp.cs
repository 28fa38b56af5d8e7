using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>Ends a wait when a message says that something was appended. Only a hint: without it, a wait ends by the clock.</summary>
internal sealed class WakeUp : IAsyncDisposable
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly RedisConnection _connection;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly RedisChannel _channel;
    private readonly Lock _gate = new();
    private TaskCompletionSource _woken = New();
    private ChannelMessageQueue? _messages;
    private Task? _subscribing;

    internal WakeUp(RedisConnection connection, string channel, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _channel = RedisChannel.Literal(channel);
        Channel = channel;
    }

    internal RedisValue Channel { get; }

    /// <summary>Forgets what was heard so far: called before a reading, which then sees it.</summary>
    internal void Reset()
    {
        lock (_gate)
        {
            if (_woken.Task.IsCompleted)
            {
                _woken = New();
            }
        }
    }

    internal async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task woken;
        lock (_gate)
        {
            woken = _woken.Task;
            _subscribing ??= Task.Run(SubscribeAsync, CancellationToken.None);
        }

        try
        {
            await woken.WaitAsync(atMost, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // that is what it was to wait for
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_subscribing is { } subscribing)
        {
            await subscribing.ConfigureAwait(false);
        }

        if (_messages is { } messages)
        {
            await messages.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Subscribes, as soon as that can be; from then on the client does so again after each break.</summary>
    private async Task SubscribeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = await _connection.MultiplexerAsync().ConfigureAwait(false);
                var messages = await connection.GetSubscriber().SubscribeAsync(_channel).ConfigureAwait(false);
                messages.OnMessage(_ => Wake());
                _messages = messages;
                return;
            }
            catch (Exception) // without it, waits end by the clock: nothing to tell
            {
                await Task.Delay(TryAgainAfter, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _woken.TrySetResult();
        }
    }
}
