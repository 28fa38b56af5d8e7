using System.Collections.Concurrent;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Revocation;

/// <summary>
/// What this node has heard of ends and renewals, for as long as a token that they refuse could still be presented (R7),
/// and so that a store which lost them can be told again (R5). Bounded: where more end than it holds, the oldest are
/// forgotten before their time, and tokens from before then are checked against the store.
/// </summary>
internal sealed class RefusalMemory : IDisposable
{
    /// <summary>The most notices that are remembered: some 50 MB.</summary>
    public const int Limit = 250_000;

    /// <summary>How far another node's clock may be ahead, so that it issued a token «after» an end that it had not heard of.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SessionId, RevocationNotice> _notices = new();
    private readonly ConcurrentQueue<(DateTimeOffset HeardAt, SessionId Session, uint RefuseBelow)> _byAge = new();
    private readonly IRevocationFeed _feed;
    private readonly TimeProvider _time;
    private readonly TimeSpan _horizon;
    private readonly int _limit;
    private volatile bool _any;
    private long _forgotten; // ticks: what was heard up to here may be forgotten

    public RefusalMemory(IRevocationFeed feed, TimeProvider time, TimeSpan horizon, int limit = Limit)
    {
        _feed = feed;
        _time = time;
        _horizon = horizon;
        _limit = limit;
        feed.Heard += Hear;
    }

    /// <summary>Raised when this node hears of an end that it did not know.</summary>
    public event Action<SessionId, EndReason>? Ended;

    /// <summary>All that is remembered.</summary>
    public IEnumerable<RevocationNotice> All => _notices.Values;

    /// <summary>Whether tokens of this session with this floor are refused. Allocates nothing.</summary>
    public bool Refuses(SessionId session, uint floor) =>
        _any && _notices.TryGetValue(session, out var notice) && floor < notice.RefuseBelow;

    /// <summary>Why tokens of this session with this floor are refused; <see cref="SessionReason.None"/> where they are not. Allocates nothing.</summary>
    public SessionReason ReasonOf(SessionId session, uint floor) =>
        !TryFind(session, out var notice) || floor >= notice.RefuseBelow ? SessionReason.None
        : notice.IsEnd ? SessionReason.SessionNotActive
        : notice.IsHold ? SessionReason.StepUpRequired
        : SessionReason.Superseded;

    /// <summary>Why a token is refused; <see cref="SessionReason.None"/> where it is not. Allocates nothing.</summary>
    public SessionReason ReasonOf(in AccessToken token) => _any ? ReasonOf(token.Session, token.Floor) : SessionReason.None;

    /// <summary>What is known of a session.</summary>
    public bool TryFind(SessionId session, out RevocationNotice notice)
    {
        notice = default;
        return _any && _notices.TryGetValue(session, out notice);
    }

    /// <summary>Whether all that could refuse a token of this age is remembered. Allocates nothing.</summary>
    public bool IsWhole(in AccessToken token) => Volatile.Read(ref _forgotten) is var ticks && (ticks == 0 || token.IssuedAt.UtcTicks > ticks);

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
        _byAge.Enqueue((now, notice.Session, notice.RefuseBelow));
        Forget(now);
        if (notice.IsEnd)
        {
            Ended?.Invoke(notice.Session, notice.Reason ?? EndReason.Administrative);
        }
    }

    // The notice's own time does not count, as another node's clock may be ahead.
    private void Forget(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && (now - oldest.HeardAt > _horizon || _byAge.Count > _limit) && _byAge.TryDequeue(out oldest))
        {
            // What was heard later of the same session has an entry of its own.
            if (_notices.TryGetValue(oldest.Session, out var notice) && notice.RefuseBelow == oldest.RefuseBelow)
            {
                if (now - oldest.HeardAt <= _horizon)
                {
                    Mark(oldest.HeardAt > notice.At ? oldest.HeardAt : notice.At);
                }

                _notices.TryRemove(new(oldest.Session, notice));
            }
        }
    }

    // Before the notice is gone, so that no request falls between the two.
    private void Mark(DateTimeOffset upTo)
    {
        long ticks = (upTo + Skew).UtcTicks;
        for (long known = Volatile.Read(ref _forgotten); known < ticks; known = Volatile.Read(ref _forgotten))
        {
            Interlocked.CompareExchange(ref _forgotten, ticks, known);
        }
    }
}
