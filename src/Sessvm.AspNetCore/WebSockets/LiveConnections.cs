using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>
/// The live connections of one scheme on this node: each is told when its session ends (R7), be it by somebody's doing
/// or because a deadline passes (R6). While the node cannot hear of ends, the rows are asked within each bound.
/// </summary>
public sealed class LiveConnections : IDisposable
{
    private const int AskedAtOnce = 32;

    private readonly ConcurrentDictionary<SessionId, ImmutableArray<LiveConnection>> _bySession = new();
    private readonly SessionService _service;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly SessvmConnectionOptions _options;
    private int _sweeping;
    private int _count;

    internal LiveConnections(SessionService service, SessvmConnectionOptions options, TimeProvider time, ILogger logger)
    {
        var bound = service.Options.RevocationBound;
        _service = service;
        _options = options;
        _logger = logger;
        _time = time;
        Bound = bound;
        _service.Ended += End;
        _sweep = time.CreateTimer(static state => _ = ((LiveConnections)state!).SweepAsync(), this, bound / 2, bound / 2);
    }

    /// <summary>How many connections are open.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How long a connection may take to close before it is aborted (R7).</summary>
    internal TimeSpan Bound { get; }

    internal TimeProvider Time => _time;

    /// <summary>Looks after a connection, however many there are. Dispose of the answer when it closes.</summary>
    /// <param name="session">The session that opened it.</param>
    /// <param name="lapsesAt">When the session ends if nothing happens: <see cref="SessionRow.LapsesAt"/>, or <see cref="AuthenticatedSession.ExpiresAt"/> of its token where the row has not been read.</param>
    /// <param name="close">Closes the connection. Called once at most, on whatever thread; must not block.</param>
    public LiveConnection Register(AuthenticatedSession session, DateTimeOffset lapsesAt, Action<ConnectionClosing> close)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(close);
        Interlocked.Increment(ref _count);
        return Add(session, lapsesAt, close, int.MaxValue)!;
    }

    /// <summary>Looks after a connection, where there are not too many.</summary>
    internal Admission TryRegister(AuthenticatedSession session, DateTimeOffset lapsesAt, Action<ConnectionClosing> close, out LiveConnection? connection)
    {
        connection = null;
        if (!TryTakePlace())
        {
            return Admission.NodeFull;
        }

        connection = Add(session, lapsesAt, close, _options.PerSession);
        if (connection is null)
        {
            LeavePlace();
            return Admission.SessionFull;
        }

        return Admission.Admitted;
    }

    /// <summary>Takes one of this node's places, for a connection whose session is not known yet.</summary>
    internal bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _count) <= _options.PerNode)
        {
            return true;
        }

        LeavePlace();
        return false;
    }

    internal void LeavePlace() => Interlocked.Decrement(ref _count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _service.Ended -= End;
        _sweep.Dispose();
    }

    internal void Remove(LiveConnection connection)
    {
        while (_bySession.TryGetValue(connection.Session, out var all) && all.Contains(connection))
        {
            var rest = all.Remove(connection);
            if (rest.IsEmpty
                ? _bySession.TryRemove(new(connection.Session, all)) // by key and value: one that opens now is not lost
                : _bySession.TryUpdate(connection.Session, rest, all))
            {
                LeavePlace();
                return;
            }
        }
    }

    // One that fails to close must not keep the others open.
    internal void Close(LiveConnection connection, Action<ConnectionClosing> close, ConnectionClosing closing)
    {
        try
        {
            close(closing);
        }
        catch (Exception failure)
        {
            Log.ConnectionCheckFailed(_logger, connection.Session, failure);
        }
    }

    internal void Use(LiveConnection connection)
    {
        if (connection.IsTouchDue(_time.GetUtcNow(), _service.Options.TouchInterval)) // R6
        {
            _service.Touch(connection.Session, connection.Generation);
        }
    }

    /// <summary>Closes all: the application is about to stop, and would else wait for its clients to go.</summary>
    internal void Stop()
    {
        foreach (var (session, _) in _bySession)
        {
            CloseAll(session, ConnectionClosing.Stopping);
        }
    }

    private LiveConnection? Add(AuthenticatedSession session, DateTimeOffset lapsesAt, Action<ConnectionClosing> close, int limit)
    {
        var connection = new LiveConnection(this, session.Id, session.Generation, AskAt(lapsesAt, _time.GetUtcNow()), close);
        var all = _bySession.AddOrUpdate(
            session.Id,
            static (_, added) => [added.Connection],
            static (_, all, added) => all.Length < added.Limit ? all.Add(added.Connection) : all,
            (Connection: connection, Limit: limit));
        if (!all.Contains(connection))
        {
            return null;
        }

        if (_service.IsRefused(session.Id, uint.MaxValue - 1)) // ended while it opened
        {
            connection.Close(ConnectionClosing.Of(EndReason.Administrative));
        }

        return connection;
    }

    private DateTimeOffset AskAt(DateTimeOffset lapsesAt, DateTimeOffset now) =>
        _options.Recheck is { } recheck && now + recheck < lapsesAt ? now + recheck : lapsesAt;

    private void End(SessionId session, EndReason reason) => CloseAll(session, ConnectionClosing.Of(reason));

    private void CloseAll(SessionId session, ConnectionClosing closing)
    {
        if (_bySession.TryGetValue(session, out var all))
        {
            foreach (var connection in all)
            {
                connection.Close(closing);
            }
        }
    }

    // A deadline may have moved since the connection opened: the row decides, and is read only when it may have passed.
    private async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return; // the one before still asks
        }

        try
        {
            var now = _time.GetUtcNow();
            bool hears = _service.HearsOfEnds;
            var asked = _bySession.Where(one => !hears || one.Value.Any(connection => now >= connection.AskAt)).Select(static one => one.Key);
            await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce }, (session, _) => CheckAsync(session, hears, now));
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private async ValueTask CheckAsync(SessionId session, bool hears, DateTimeOffset now)
    {
        try
        {
            var row = await _service.LookAsync(session, CancellationToken.None);
            if (row is null || !row.IsLive(now))
            {
                CloseAll(session, ConnectionClosing.Of(row?.End?.Reason ?? (row is not null && now < row.Deadline ? EndReason.Idle : EndReason.Expired)));
            }
            else if (_bySession.TryGetValue(session, out var all))
            {
                foreach (var connection in all)
                {
                    connection.AskAt = AskAt(row.LapsesAt, now);
                }
            }
        }
        catch (Exception failure) // on a timer: whatever it is, the next sweep tries again
        {
            Log.ConnectionCheckFailed(_logger, session, failure);
            if (!hears && _service.IsBlind)
            {
                CloseAll(session, ConnectionClosing.Blind); // R7: neither feed nor store, for longer than BlindGrace
            }
        }
    }
}
