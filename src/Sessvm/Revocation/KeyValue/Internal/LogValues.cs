using System.Buffers.Binary;
using System.Security.Cryptography;
using Sessvm.Stores.KeyValue;
using Sessvm.Stores.KeyValue.Internal;

namespace Sessvm.Revocation.KeyValue.Internal;

/// <summary>The values of the log behind a port.</summary>
internal sealed class LogValues(ISwappingKeyValuePort port)
{
    /// <summary>Longer than any notice matters: a value is removed by trimming, and by the port only where nobody trims any more.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(400);

    internal async ValueTask<LogHead?> HeadAsync(CancellationToken cancellationToken) =>
        LogHead.Parse(await Reach.Port(() => port.GetAsync(LogHead.Key, cancellationToken), cancellationToken).ConfigureAwait(false));

    /// <summary>The head; where there is none, that of a new log.</summary>
    internal async ValueTask<LogHead> HeadOrNewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await HeadAsync(cancellationToken).ConfigureAwait(false) is { } head)
            {
                return head;
            }

            var fresh = new LogHead(BinaryPrimitives.ReadInt64BigEndian(RandomNumberGenerator.GetBytes(8)), 1);
            if (await SwapAsync(LogHead.Key, null, fresh.ToBytes(), cancellationToken).ConfigureAwait(false))
            {
                return fresh;
            }
        }
    }

    internal ValueTask<bool> MoveAsync(LogHead from, LogHead to, CancellationToken cancellationToken) =>
        SwapAsync(LogHead.Key, from.ToBytes(), to.ToBytes(), cancellationToken);

    internal async ValueTask<LogSegment?> SegmentAsync(long log, long number, CancellationToken cancellationToken)
    {
        string key = LogSegment.KeyOf(log, number);
        return LogSegment.Parse(key, await Reach.Port(() => port.GetAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false));
    }

    internal ValueTask<bool> ReplaceAsync(long log, long number, LogSegment? segment, LogSegment next, CancellationToken cancellationToken) =>
        SwapAsync(LogSegment.KeyOf(log, number), segment?.Bytes, next.Bytes, cancellationToken);

    internal ValueTask RemoveAsync(long log, long number, CancellationToken cancellationToken) =>
        Reach.Port(() => port.DeleteAsync(LogSegment.KeyOf(log, number), cancellationToken), cancellationToken);

    private ValueTask<bool> SwapAsync(string key, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        Reach.Port(() => port.SwapAsync(key, expected, value, TimeToLive, cancellationToken), cancellationToken);
}
