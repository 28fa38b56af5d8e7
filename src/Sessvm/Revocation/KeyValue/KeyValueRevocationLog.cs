using Sessvm.Revocation.KeyValue.Internal;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue;

namespace Sessvm.Revocation.KeyValue;

/// <summary>
/// Notices behind a <see cref="ISwappingKeyValuePort"/>, for the processes that share it (R7): segments of 250, to which
/// each appends by compare-and-swap.
/// </summary>
/// <remarks>
/// Safe for concurrent use. A port has nothing to wait for, so waiting is a pause: a notice is heard with the next
/// reading, which costs two reads of the port. What the port throws is inside a <see cref="SessionStoreException"/>.
/// </remarks>
public sealed class KeyValueRevocationLog : IRevocationLog
{
    /// <summary>How far the clocks of the processes may be apart, and a notice still be kept as long as it must.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    private readonly LogValues _values;
    private readonly LogReader _reader;
    private readonly LogAppender _appender;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _appending = new(1); // a process does not conflict with itself

    /// <summary>Makes the log.</summary>
    /// <param name="port">The storage: that of the <see cref="KeyValueSessionStore"/>, or another.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public KeyValueRevocationLog(ISwappingKeyValuePort port, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(port);
        _time = time ?? TimeProvider.System;
        _values = new LogValues(port);
        _reader = new LogReader(_values);
        _appender = new LogAppender(_values, _time);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        RevocationLogBounds.CheckAppend(notices);
        byte[][] encoded = [.. notices.Select(static notice => RevocationNoticeCodec.Encode(notice))];
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _appender.AppendAsync(encoded, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _appending.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its bounds.</exception>
    public async ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        RevocationLogBounds.CheckRead(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return await _reader.ReadAsync(LogPlace.Parse(after), limit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        await Task.Delay(atMost, _time, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>A port has no clock: a segment goes once its last append, by the appender's clock, is an hour older than that. The newest segment stays.</remarks>
    public async ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _time.GetUtcNow();
        while (await _values.HeadAsync(cancellationToken).ConfigureAwait(false) is { } head
            && await _values.SegmentAsync(head.Log, head.Oldest, cancellationToken).ConfigureAwait(false) is { IsFull: true } oldest
            && now - oldest.AppendedAt - Margin > keep)
        {
            // The head first: an appender that makes the segment again finds that it is no part of the log any more.
            if (await _values.MoveAsync(head, head with { Oldest = head.Oldest + 1 }, cancellationToken).ConfigureAwait(false))
            {
                await _values.RemoveAsync(head.Log, head.Oldest, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
