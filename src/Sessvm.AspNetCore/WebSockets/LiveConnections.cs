using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>
/// The live connections of one scheme on this node: each is told when its session ends (R7), be it by somebody's doing
/// or because a deadline passes (R6).
/// </summary>
public sealed class LiveConnections : IDisposable
{
    private readonly ConcurrentDictionary<SessionId, ImmutableArray<LiveConnection>> _bySession = new();
    private readonly SessionService _service;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    internal LiveConnections(SessionService service, TimeSpan bound, TimeProvider time, ILogger logger)
    {
        _service = service;
        _logger = logger;
        _time = time;
        Bound = bound;
        _service.Ended += End;
        _sweep = time.CreateTimer(static state => _ = ((LiveConnections)state!).SweepAsync(), this, bound, bound);
    }

    /// <summary>How many connections are open.</summary>
    public int Count => _bySession.Sum(static one => one.Value.Length);

    /// <summary>How long a connection may take to close before it is aborted (R7).</summary>
    internal TimeSpan Bound { get; }

    internal TimeProvider Time => _time;

    /// <summary>Looks after a connection. Dispose of the answer when it closes.</summary>
    /// <param name="session">The session that opened it.</param>
    /// <param name="lapsesAt">When the session ends if nothing happens: <see cref="SessionRow.LapsesAt"/>.</param>
    /// <param name="end">Closes the connection. Called once at most, on whatever thread; must not block.</param>
    public LiveConnection Register(AuthenticatedSession session, DateTimeOffset lapsesAt, Action<EndReason> end)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(end);
        var connection = new LiveConnection(this, session.Id, session.Generation, lapsesAt, end);
        _bySession.AddOrUpdate(
            session.Id, static (_, added) => [added], static (_, all, added) => all.Add(added), connection);
        if (_service.IsRefused(session.Id, uint.MaxValue - 1)) // ended while it opened
        {
            connection.End(EndReason.Administrative);
        }

        return connection;
    }

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
                return;
            }
        }
    }

    // One that fails to close must not keep the others open.
    internal void Close(LiveConnection connection, Action<EndReason> end, EndReason reason)
    {
        try
        {
            end(reason);
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

    private void End(SessionId session, EndReason reason)
    {
        if (_bySession.TryGetValue(session, out var all))
        {
            foreach (var connection in all)
            {
                connection.End(reason);
            }
        }
    }

    // A deadline may have moved since the connection opened: the row decides, and is read only when it may have passed.
    private async Task SweepAsync()
    {
        foreach (var (_, all) in _bySession)
        {
            var now = _time.GetUtcNow();
            foreach (var connection in all)
            {
                if (now >= connection.LapsesAt && connection.BeginCheck())
                {
                    await CheckAsync(connection, now);
                }
            }
        }
    }

    private async ValueTask CheckAsync(LiveConnection connection, DateTimeOffset now)
    {
        try
        {
            var row = await _service.FindAsync(connection.Session);
            if (row is null || !row.IsLive(now))
            {
                connection.End(row?.End?.Reason ?? (row is not null && now < row.Deadline ? EndReason.Idle : EndReason.Expired));
            }
            else
            {
                connection.LapsesAt = row.LapsesAt;
            }
        }
        catch (Exception failure) // on a timer: whatever it is, the next sweep tries again
        {
            Log.ConnectionCheckFailed(_logger, connection.Session, failure);
        }
        finally
        {
            connection.EndCheck();
        }
    }
}
