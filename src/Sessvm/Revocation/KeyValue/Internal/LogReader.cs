namespace Sessvm.Revocation.KeyValue.Internal;

/// <summary>Reads the log from a place on.</summary>
internal sealed class LogReader(LogValues values)
{
    private const string Beginning = "0"; // no place: reads from the oldest on

    internal async ValueTask<RevocationLogPage> ReadAsync(LogPlace? after, int limit, CancellationToken cancellationToken)
    {
        var notices = new List<RevocationNotice>();
        if (await values.HeadAsync(cancellationToken).ConfigureAwait(false) is not { } head)
        {
            return new RevocationLogPage(notices, Beginning, More: false);
        }

        var place = after is { } given && given.Log == head.Log && given.Segment >= head.Oldest ? after : null;
        long number = place?.Segment ?? head.Oldest;
        while (true)
        {
            var segment = await values.SegmentAsync(head.Log, number, cancellationToken).ConfigureAwait(false);
            if (place is { } last && last.Segment == number && (segment is null || !last.IsIn(segment)))
            {
                // The port has lost writes: what is kept is read again.
                (place, number) = (null, head.Oldest);
                continue;
            }

            if (segment is null)
            {
                // The end; or trimmed while this one read.
                if (await values.HeadAsync(cancellationToken).ConfigureAwait(false) is { } now && now.Log == head.Log && now.Oldest > number)
                {
                    (head, number) = (now, now.Oldest);
                    continue;
                }

                return new RevocationLogPage(notices, place?.ToString() ?? Beginning, More: false);
            }

            place = Take(segment, new LogPlace(head.Log, number, place?.Segment == number ? place.Value.Count : 0, 0), limit, notices);
            if (notices.Count == limit || !segment.IsFull)
            {
                return new RevocationLogPage(notices, place.Value.ToString(), More: segment.IsFull || place.Value.Count < segment.Count);
            }

            number++;
        }
    }

    /// <summary>Takes what lies behind a place in its segment, up to the limit, and returns the place behind it.</summary>
    private static LogPlace Take(LogSegment segment, LogPlace start, int limit, List<RevocationNotice> notices)
    {
        int count = start.Count;
        while (count < segment.Count && notices.Count < limit)
        {
            notices.Add(segment.Notice(count++));
        }

        return start with { Count = count, Mark = segment.MarkOf(count - 1) };
    }
}
