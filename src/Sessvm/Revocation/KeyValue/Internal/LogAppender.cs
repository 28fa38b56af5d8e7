using Sessvm.Stores;

namespace Sessvm.Revocation.KeyValue.Internal;

/// <summary>
/// Appends at the end of the log by compare-and-swap. The end is the first segment that is not full; the next is begun
/// only by somebody who has seen the one before full, so that a reader never finds a gap.
/// </summary>
internal sealed class LogAppender(LogValues values, TimeProvider time)
{
    private const int MostConflicts = 256;

    private (long Log, long Number) _end; // where the last append ended; the search begins there

    internal async ValueTask AppendAsync(ReadOnlyMemory<byte[]> notices, CancellationToken cancellationToken)
    {
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var head = await values.HeadOrNewAsync(cancellationToken).ConfigureAwait(false);
            var (number, segment) = await FindEndAsync(head, cancellationToken).ConfigureAwait(false);
            var next = LogSegment.Append(segment, notices.Span, time.GetUtcNow());
            if (await values.ReplaceAsync(head.Log, number, segment, next, cancellationToken).ConfigureAwait(false)
                && (segment is not null || await IsKeptAsync(head.Log, number, cancellationToken).ConfigureAwait(false)))
            {
                _end = (head.Log, number);
                notices = notices[(next.Count - (segment?.Count ?? 0))..];
                if (notices.IsEmpty)
                {
                    return;
                }

                conflicts = -1; // it was not one
            }
        }

        throw new SessionStoreException($"The key-value port refused {MostConflicts} swaps of the revocation log: it does not compare the stored bytes, or they are under constant change.");
    }

    private async ValueTask<(long Number, LogSegment? Segment)> FindEndAsync(LogHead head, CancellationToken cancellationToken)
    {
        long number = _end.Log == head.Log && _end.Number > head.Oldest ? _end.Number : head.Oldest;
        bool beginsHere = number == head.Oldest;
        while (true)
        {
            var segment = await values.SegmentAsync(head.Log, number, cancellationToken).ConfigureAwait(false);
            if (segment is null && !beginsHere)
            {
                number = head.Oldest; // the port has lost writes: what this process remembers is of no use
                beginsHere = true;
            }
            else if (segment is { IsFull: true })
            {
                number++;
                beginsHere = true;
            }
            else
            {
                return (number, segment);
            }
        }
    }

    /// <summary>
    /// Whether a segment that was just made is part of the log. It is not where this process was held up for so long that
    /// others had made, filled and trimmed it before: trimming moves the head first, so the head tells.
    /// </summary>
    private async ValueTask<bool> IsKeptAsync(long log, long number, CancellationToken cancellationToken)
    {
        if (await values.HeadAsync(cancellationToken).ConfigureAwait(false) is { } head && head.Log == log && head.Oldest <= number)
        {
            return true;
        }

        await values.RemoveAsync(log, number, cancellationToken).ConfigureAwait(false);
        return false;
    }
}
