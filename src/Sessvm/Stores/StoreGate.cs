using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>
/// Keeps a store that has become slow from taking the node along: so many calls at once, beyond which no more are begun, and
/// so long for each. An end is always begun: it is what makes things safe.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="mostCalls">How many calls are under way at most.</param>
/// <param name="patience">How long each is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreGate(ISessionStore inner, int mostCalls, TimeSpan patience, TimeProvider time) : ISessionStore
{
    private int _underWay;

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(() => inner.AddAsync(row, terms, now, cancellationToken), cancellationToken);

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        RunAsync(() => inner.FindAsync(id, cancellationToken), cancellationToken);

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken) =>
        RunAsync(() => inner.UpdateAsync(row, expected, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(() => inner.ListAsync(subject, now, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) =>
        RunAsync(() => inner.EndAsync(target, end, cancellationToken), cancellationToken, isAlwaysBegun: true);

    // Marks and purges run in the background, one at a time, and take as long as they take.
    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken) => inner.TouchAsync(marks, cancellationToken);

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        inner.BrowseAsync(after, limit, cancellationToken);

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        inner.PurgeAsync(before, limit, cancellationToken);

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> begin, CancellationToken cancellationToken, bool isAlwaysBegun = false)
    {
        if (Interlocked.Increment(ref _underWay) > mostCalls && !isAlwaysBegun)
        {
            Interlocked.Decrement(ref _underWay);
            throw new SessionStoreException($"The session store is busy: {mostCalls} calls are under way (StoreCalls), so no more are begun. Try again shortly.");
        }

        Task<T> call = BeginAsync(begin);
        if (call.IsCompleted)
        {
            return await call.ConfigureAwait(false);
        }

        try
        {
            return await call.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new SessionStoreException($"The session store did not answer within {patience} (StoreTimeout). Whether it did what it was asked is not known; asking again is safe.", failure);
        }
    }

    /// <summary>A call's place is free when the store is done with it, not when nobody waits for it any more.</summary>
    private async Task<T> BeginAsync<T>(Func<ValueTask<T>> begin)
    {
        try
        {
            return await begin().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
