using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>A live connection that is looked after. Dispose of it when the connection closes.</summary>
public sealed class LiveConnection : IDisposable
{
    private readonly LiveConnections _owner;
    private readonly Action<EndReason> _end;
    private int _ended;
    private int _checking;
    private long _lapsesAt;
    private long _nextTouch;

    internal LiveConnection(LiveConnections owner, SessionId session, uint generation, DateTimeOffset lapsesAt, Action<EndReason> end)
    {
        _owner = owner;
        _end = end;
        Session = session;
        Generation = generation;
        LapsesAt = lapsesAt;
    }

    /// <summary>The session that opened the connection.</summary>
    public SessionId Session { get; }

    internal uint Generation { get; }

    internal DateTimeOffset LapsesAt
    {
        get => new(Volatile.Read(ref _lapsesAt), TimeSpan.Zero);
        set => Volatile.Write(ref _lapsesAt, value.UtcTicks);
    }

    /// <summary>Notes that the client sent a message: that is use, an open connection alone is not (R6).</summary>
    public void Use() => _owner.Use(this);

    /// <inheritdoc/>
    public void Dispose() => _owner.Remove(this);

    internal bool IsTouchDue(DateTimeOffset now, TimeSpan interval)
    {
        long next = Volatile.Read(ref _nextTouch);
        return now.UtcTicks >= next && Interlocked.CompareExchange(ref _nextTouch, (now + interval).UtcTicks, next) == next;
    }

    internal bool BeginCheck() => Interlocked.Exchange(ref _checking, 1) == 0;

    internal void EndCheck() => Volatile.Write(ref _checking, 0);

    internal void End(EndReason reason)
    {
        _owner.Remove(this);
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _owner.Close(this, _end, reason);
        }
    }
}
