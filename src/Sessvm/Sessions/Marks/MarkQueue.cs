using Microsoft.Extensions.Logging;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// Marks on their way to the store, off the path of requests: gathered, written in batches at once, and sent again until
/// they are stored (R3, R6). What a node that dies has not written is safe to lose: an unseen successor leaves the door
/// open, and the next use marks it again.
/// </summary>
internal sealed class MarkQueue : IAsyncDisposable
{
    private const int Limit = 100_000;
    private const int Batch = 1_000;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastDelay = TimeSpan.FromSeconds(5);

    private readonly ISessionStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private Dictionary<SessionId, SessionMark> _waiting = [];
    private Task _loop = Task.CompletedTask;
    private bool _running;
    private bool _full;

    public MarkQueue(ISessionStore store, TimeProvider time, ILogger logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
    }

    /// <summary>Notes that a generation was seen in use, and by a person unless in the background.</summary>
    public void Seen(SessionId session, uint generation, DateTimeOffset now, bool background) =>
        Add(new SessionMark(session, generation, now, background ? null : now));

    /// <summary>Notes that a session was used.</summary>
    public void Used(SessionId session, uint generation, DateTimeOffset now) =>
        Add(new SessionMark(session, generation, null, now));

    /// <summary>Writes all that waits.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Take() is { Length: > 0 } marks)
            {
                try
                {
                    foreach (var batch in marks.Chunk(Batch))
                    {
                        await _store.TouchAsync(batch, cancellationToken).ConfigureAwait(false);
                    }
                }
                catch
                {
                    PutBack(marks); // merging makes a second writing of the same mark harmless
                    throw;
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        try
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionStoreException failure)
        {
            Log.MarksDelayed(_logger, failure, _waiting.Count, Timeout.InfiniteTimeSpan);
        }
    }

    private void Add(in SessionMark mark)
    {
        lock (_gate)
        {
            if (!Merge(mark) || _running || _stopping.IsCancellationRequested)
            {
                return;
            }

            _running = true;
            _loop = Task.Run(DrainAsync);
        }
    }

    private async Task DrainAsync()
    {
        var delay = FirstDelay;
        while (true)
        {
            try
            {
                await FlushAsync(_stopping.Token).ConfigureAwait(false);
                delay = FirstDelay;
                lock (_gate)
                {
                    if (_waiting.Count == 0)
                    {
                        _running = false;
                        return;
                    }
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return; // stopping: DisposeAsync writes the rest
            }
            catch (Exception failure)
            {
                Log.MarksDelayed(_logger, failure, _waiting.Count, delay);
                await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
            }
        }
    }

    private bool Merge(in SessionMark mark)
    {
        if (_waiting.TryGetValue(mark.Id, out var earlier))
        {
            _waiting[mark.Id] = Newer(earlier, mark);
            return true;
        }

        if (_waiting.Count >= Limit)
        {
            if (!_full)
            {
                _full = true;
                Log.MarksDropped(_logger, Limit);
            }

            return false;
        }

        _full = false;
        _waiting[mark.Id] = mark;
        return true;
    }

    private static SessionMark Newer(in SessionMark a, in SessionMark b)
    {
        var (old, young) = a.Generation <= b.Generation ? (a, b) : (b, a);
        return young with
        {
            SeenAt = old.Generation == young.Generation ? old.SeenAt ?? young.SeenAt : young.SeenAt,
            LastSeenAt = old.LastSeenAt > young.LastSeenAt || young.LastSeenAt is null ? old.LastSeenAt : young.LastSeenAt,
        };
    }

    private SessionMark[] Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return [];
            }

            SessionMark[] marks = [.. _waiting.Values];
            _waiting = [];
            return marks;
        }
    }

    private void PutBack(SessionMark[] marks)
    {
        lock (_gate)
        {
            foreach (var mark in marks)
            {
                Merge(mark);
            }
        }
    }
}
