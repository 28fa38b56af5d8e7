using Sessvm.Revocation;

namespace Sessvm.Sessions;

/// <summary>How long this node has neither heard the feed nor reached the store (R7).</summary>
internal sealed class Blindness(IRevocationFeed feed, TimeProvider time, SessionOptions options)
{
    private long _lastSight = time.GetUtcNow().UtcTicks;
    private long _askAgainAt;

    /// <summary>Notes that the feed is current, or that the store answered in its place.</summary>
    public void Seeing(DateTimeOffset now)
    {
        // Written at most every 100 ms, so that the line is not fought over on the hot path.
        if (now.UtcTicks - Volatile.Read(ref _lastSight) > TimeSpan.TicksPerMillisecond * 100)
        {
            Volatile.Write(ref _lastSight, now.UtcTicks);
        }
    }

    /// <summary>Notes that the store did not answer.</summary>
    public void Missed(DateTimeOffset now) => Volatile.Write(ref _askAgainAt, (now + options.RevocationBound).UtcTicks);

    /// <summary>Whether the store did not answer just now: to ask it for each request would keep every client waiting for nothing.</summary>
    public bool MissedJustNow(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _askAgainAt);

    /// <summary>Whether the grace has not run out.</summary>
    public bool IsShort(DateTimeOffset now) =>
        now.UtcTicks - Volatile.Read(ref _lastSight) <= options.BlindGrace.Ticks || feed.Silence <= options.BlindGrace;
}
