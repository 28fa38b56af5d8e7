using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>A live connection that is looked after. Dispose of it when the connection closes.</summary>
public sealed class LiveConnection : IDisposable
{
    private readonly LiveConnections _owner;
    private readonly Action<ConnectionClosing> _close;
    private int _closed;
    private long _nextTouch;

    internal LiveConnection(LiveConnections owner, SessionId session, uint generation, DateTimeOffset askAt, Action<ConnectionClosing> close)
    {
        _owner = owner;
        _close = close;
        Session = session;
        Generation = generation;
        AskAt = askAt;
    }

    /// <summary>The session that opened the connection.</summary>
    public SessionId Session { get; }

    internal uint Generation { get; }

    /// <summary>When the row is asked: a deadline may have passed by then. Written by the sweep alone.</summary>
    internal DateTimeOffset AskAt { get; set; }

    /// <summary>Notes that the client sent a message: that is use, an open connection alone is not (R6).</summary>
    public void Use() => _owner.Use(this);

    /// <inheritdoc/>
    public void Dispose() => _owner.Remove(this);

    internal bool IsTouchDue(DateTimeOffset now, TimeSpan interval)
    {
        long next = Volatile.Read(ref _nextTouch);
        return now.UtcTicks >= next && Interlocked.CompareExchange(ref _nextTouch, (now + interval).UtcTicks, next) == next;
    }

    internal void Close(ConnectionClosing closing)
    {
        _owner.Remove(this);
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _owner.Close(this, _close, closing);
        }
    }
}
