using System.Collections.Concurrent;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Revocation;

/// <summary>
/// What this node has heard of ends and renewals, for as long as a token that they refuse could still be presented (R7),
/// and so that a store which lost them can be told again (R5).
/// </summary>
internal sealed class RefusalMemory : IDisposable
{
    private readonly ConcurrentDictionary<SessionId, RevocationNotice> _notices = new();
    private readonly ConcurrentQueue<(DateTimeOffset HeardAt, RevocationNotice Notice)> _byAge = new();
    private readonly IRevocationFeed _feed;
    private readonly TimeProvider _time;
    private readonly TimeSpan _horizon;
    private volatile bool _any;

    public RefusalMemory(IRevocationFeed feed, TimeProvider time, TimeSpan horizon)
    {
        _feed = feed;
        _time = time;
        _horizon = horizon;
        feed.Heard += Hear;
    }

    /// <summary>Raised when this node hears of an end that it did not know.</summary>
    public event Action<SessionId, EndReason>? Ended;

    /// <summary>Whether tokens of this session with this floor are refused. Allocates nothing.</summary>
    public bool Refuses(SessionId session, uint floor) =>
        _any && _notices.TryGetValue(session, out var notice) && floor < notice.RefuseBelow;

    /// <summary>Why tokens of this session with this floor are refused; <see cref="SessionReason.None"/> where they are not. Allocates nothing.</summary>
    public SessionReason ReasonOf(SessionId session, uint floor) =>
        !TryFind(session, out var notice) || floor >= notice.RefuseBelow ? SessionReason.None
        : notice.IsEnd ? SessionReason.SessionNotActive
        : notice.IsHold ? SessionReason.StepUpRequired
        : SessionReason.Superseded;

    /// <summary>What is known of a session.</summary>
    public bool TryFind(SessionId session, out RevocationNotice notice)
    {
        notice = default;
        return _any && _notices.TryGetValue(session, out notice);
    }

    public void Dispose() => _feed.Heard -= Hear;

    private void Hear(RevocationNotice notice)
    {
        bool news = false;
        _notices.AddOrUpdate(
            notice.Session,
            _ =>
            {
                news = true;
                return notice;
            },
            (_, known) =>
            {
                news = notice.RefuseBelow > known.RefuseBelow;
                return news ? notice : known;
            });
        if (!news)
        {
            return;
        }

        _any = true;
        var now = _time.GetUtcNow();
        _byAge.Enqueue((now, notice));
        Forget(now);
        if (notice.IsEnd)
        {
            Ended?.Invoke(notice.Session, notice.Reason ?? EndReason.Administrative);
        }
    }

    // By key and value: what was heard later of the same session has an entry of its own. The notice's own time does not
    // count, as another node's clock may be ahead.
    private void Forget(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && now - oldest.HeardAt > _horizon && _byAge.TryDequeue(out oldest))
        {
            _notices.TryRemove(new(oldest.Notice.Session, oldest.Notice));
        }
    }
}
