using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.Stores;

namespace Sessvm.Revocation;

/// <summary>
/// A feed over a log that many nodes share. It follows the log with a cursor, knows by the clock whether it hears (R7), reads
/// everything again after a break, and goes on telling what it could not tell at once.
/// </summary>
public sealed class LogRevocationFeed : IRevocationFeed, IAsyncDisposable, IDisposable
{
    private const int Page = 1_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(1);

    private readonly IRevocationLog _log;
    private readonly RevocationFeedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FeedMetrics _metrics;
    private readonly RevocationOutbox _outbox;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _starting = new();
    private readonly long _boundInTicks;
    private Task? _following;
    private string? _cursor;
    private DateTimeOffset? _brokenAt;
    private List<RevocationNotice>? _readAgain; // since the break
    private long _trimmedAt;
    private long _readAt; // a timestamp of the clock, when the last complete reading began; 0 while there was none

    /// <summary>Makes the feed. It hears nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="log">The log. Not disposed of by the feed.</param>
    /// <param name="options">How it is followed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives what goes wrong in the background; none by default.</param>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    public LogRevocationFeed(IRevocationLog log, RevocationFeedOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        _options = options ?? new RevocationFeedOptions();
        _options.Validate();
        _log = log;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _metrics = new FeedMetrics(_options.Name, () => Math.Min(Silence.TotalSeconds, TimeSpan.FromDays(1).TotalSeconds), () => _outbox!.Waiting);
        _outbox = new RevocationOutbox(log, _options.Bound, _time, _logger, _metrics.Failed, _stop.Token);
        _boundInTicks = (long)(_options.Bound.TotalSeconds * _time.TimestampFrequency);
    }

    /// <inheritdoc/>
    public event Action<RevocationNotice>? Heard;

    /// <inheritdoc/>
    public event Action<IReadOnlyCollection<RevocationNotice>>? Recovered;

    /// <inheritdoc/>
    /// <remarks>By the clock and not by a flag: a node that was frozen knows at its first instruction that it has not heard.</remarks>
    public bool IsCurrent => Volatile.Read(ref _readAt) is var read and not 0 && _time.GetTimestamp() - read <= _boundInTicks;

    /// <inheritdoc/>
    public TimeSpan Silence => Volatile.Read(ref _readAt) is var read and not 0 ? _time.GetElapsedTime(read) : TimeSpan.MaxValue;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        lock (_starting)
        {
            _following ??= Task.Run(FollowAsync, CancellationToken.None);
        }

        try
        {
            await _caughtUp.Task.WaitAsync(_options.StartTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.FeedStartsDeaf(_logger, _options.StartTimeout);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notices);
        foreach (var notice in notices)
        {
            Tell(notice);
        }

        try
        {
            await _outbox.SendAsync(notices).WaitAsync(_options.Bound, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new SessionStoreException("The revocation log could not be written in time; it is tried again until it is. Other nodes hear of it then.", late);
        }
    }

    /// <summary>Stops hearing. What could not be told yet is tried once more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_following is { } following)
        {
            await following.ConfigureAwait(false);
        }

        await _outbox.FlushAsync().ConfigureAwait(false);
        _metrics.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task FollowAsync()
    {
        var pause = TimeSpan.Zero;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ReadOnAsync().ConfigureAwait(false);
                pause = TimeSpan.Zero;
                await TrimAsync().ConfigureAwait(false);
                await _log.WaitAsync(_options.Bound / 4, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) // on a loop of its own: whatever it is, it is tried again
            {
                Break(failure);
                pause = pause * 2 < LongestPause ? pause * 2 + (_options.Bound / 10) : LongestPause;
                await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Reads to the end of the log.</summary>
    private async ValueTask ReadOnAsync()
    {
        long began;
        RevocationLogPage page;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var timer = _time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), late, LongestPause + _options.Bound, Timeout.InfiniteTimeSpan);
        do
        {
            // Before the question is asked: an answer that comes late, or to a node that was frozen, is as old as that.
            began = _time.GetTimestamp();
            page = await _log.ReadAsync(_cursor, Page, late.Token).ConfigureAwait(false);
            timer.Change(LongestPause + _options.Bound, Timeout.InfiniteTimeSpan);
            foreach (var notice in page.Notices)
            {
                _metrics.Read(notice, _time.GetUtcNow(), measured: _caughtUp.Task.IsCompleted && _brokenAt is null);
                Tell(notice);
            }

            _readAgain?.AddRange(page.Notices);
            _cursor = page.Next;
        }
        while (page.More);
        Volatile.Write(ref _readAt, Math.Max(1, began));
        _caughtUp.TrySetResult();
        if (_brokenAt is { } since && _readAgain is { } held)
        {
            (_brokenAt, _readAgain) = (null, null);
            Log.FeedHears(_logger, _time.GetUtcNow() - since);
            Recovered?.Invoke(held);
        }
    }

    // What the log held may be lost by now, or another server answer next: everything is read again.
    private void Break(Exception failure)
    {
        _metrics.Failed();
        (_cursor, _readAgain) = (null, []);
        if (_brokenAt is null)
        {
            _brokenAt = _time.GetUtcNow();
            Log.FeedDeaf(_logger, failure);
        }
    }

    private async ValueTask TrimAsync()
    {
        if (_trimmedAt == 0 || _time.GetElapsedTime(_trimmedAt) >= TrimInterval)
        {
            _trimmedAt = _time.GetTimestamp();
            try
            {
                await _log.TrimAsync(_options.Keep, _stop.Token).ConfigureAwait(false);
            }
            catch (SessionStoreException failure) // what was read was read: this node hears
            {
                Log.TrimFailed(_logger, failure);
            }
        }
    }

    private void Tell(in RevocationNotice notice) => Heard?.Invoke(notice);
}
