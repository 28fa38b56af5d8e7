using Sessvm.Revocation;

namespace Sessvm.Sessions;

/// <summary>How long this node has neither heard the feed nor reached the store (R7).</summary>
internal sealed class Blindness(IRevocationFeed feed, TimeProvider time, TimeSpan grace)
{
    private long _lastSight = time.GetUtcNow().UtcTicks;

    /// <summary>Notes that the feed is current, or that the store answered in its place.</summary>
    public void Seeing(DateTimeOffset now)
    {
        // Written at most every 100 ms, so that the line is not fought over on the hot path.
        if (now.UtcTicks - Volatile.Read(ref _lastSight) > TimeSpan.TicksPerMillisecond * 100)
        {
            Volatile.Write(ref _lastSight, now.UtcTicks);
        }
    }

    /// <summary>Whether the grace has not run out.</summary>
    public bool IsShort(DateTimeOffset now) =>
        now.UtcTicks - Volatile.Read(ref _lastSight) <= grace.Ticks || feed.Silence <= grace;
}
