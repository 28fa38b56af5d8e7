using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>Ends a wait when a message says that something was appended. Only a hint: without it, a wait ends by the clock.</summary>
internal sealed class WakeUp : IAsyncDisposable
{
    private readonly RedisConnection _connection;
    private readonly RedisChannel _channel;
    private readonly Lock _gate = new();
    private TaskCompletionSource _woken = New();
    private ChannelMessageQueue? _messages;
    private Task? _subscribing;

    internal WakeUp(RedisConnection connection, string channel)
    {
        _connection = connection;
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

    internal async ValueTask WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task woken;
        lock (_gate)
        {
            woken = _woken.Task;
            if (_subscribing is null or { IsFaulted: true })
            {
                _subscribing = SubscribeAsync();
                _subscribing.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
            }
        }

        try
        {
            await woken.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // that is what it was to wait for
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_messages is { } messages)
        {
            try
            {
                await messages.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
            }
            catch (RedisException)
            {
                // The server is away, and with it the subscription.
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SubscribeAsync()
    {
        var connection = await _connection.MultiplexerAsync().ConfigureAwait(false);
        var messages = await connection.GetSubscriber().SubscribeAsync(_channel).ConfigureAwait(false);
        messages.OnMessage(_ => Wake());
        _messages = messages;
    }

    private void Wake()
    {
        lock (_gate)
        {
            _woken.TrySetResult();
        }
    }
}
