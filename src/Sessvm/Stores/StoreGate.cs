using Sessvm.Stores.Internal;
using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>
/// Keeps a store that has become slow from taking the node along: so many calls at once, beyond which no more are begun, and
/// so long for each. An end is always begun: it is what makes things safe.
/// </summary>
internal sealed class StoreGate : ISessionStore
{
    private readonly ISessionStore _inner;
    private readonly int _mostCalls;
    private readonly Patience _patience;
    private readonly Action _leave;
    private int _underWay;

    public StoreGate(ISessionStore inner, int mostCalls, TimeSpan patience, TimeProvider time)
    {
        _inner = inner;
        _mostCalls = mostCalls;
        _patience = new Patience(patience, time);
        _leave = Leave;
    }

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken) => RunAsync(
        (row, terms, now, cancellationToken), static (store, call) => store.AddAsync(call.row, call.terms, call.now, call.cancellationToken));

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        RunAsync((id, cancellationToken), static (store, call) => store.FindAsync(call.id, call.cancellationToken));

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken) =>
        RunAsync((row, expected, cancellationToken), static (store, call) => store.UpdateAsync(call.row, call.expected, call.cancellationToken));

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync((subject, now, cancellationToken), static (store, call) => store.ListAsync(call.subject, call.now, call.cancellationToken));

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) => RunAsync(
        (target, end, cancellationToken), static (store, call) => store.EndAsync(call.target, call.end, call.cancellationToken), isAlwaysBegun: true);

    // Marks and purges run in the background, one at a time, and take as long as they take.
    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken) => _inner.TouchAsync(marks, cancellationToken);

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        _inner.BrowseAsync(after, limit, cancellationToken);

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _inner.PurgeAsync(before, limit, cancellationToken);

    private ValueTask<T> RunAsync<TCall, T>(TCall call, Func<ISessionStore, TCall, ValueTask<T>> begin, bool isAlwaysBegun = false)
    {
        if (Interlocked.Increment(ref _underWay) > _mostCalls && !isAlwaysBegun)
        {
            Leave();
            return ValueTask.FromException<T>(new SessionStoreException(
                $"The session store is busy: {_mostCalls} calls are under way (StoreCalls), so no more are begun. Try again shortly."));
        }

        ValueTask<T> answer;
        try
        {
            answer = begin(_inner, call);
        }
        catch (Exception failure)
        {
            Leave();
            return ValueTask.FromException<T>(failure);
        }

        if (!answer.IsCompleted)
        {
            return _patience.WaitAsync(answer, _leave);
        }

        Leave();
        return answer;
    }

    // A call's place is free when the store is done with it, not when nobody waits for it any more.
    private void Leave() => Interlocked.Decrement(ref _underWay);
}
