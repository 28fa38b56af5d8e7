using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>A store whose calls are measured while somebody listens; otherwise they go straight through.</summary>
internal sealed class MeteredStore(ISessionStore inner) : ISessionStore
{
    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.AddAsync(row, terms, now, cancellationToken);
        return began == 0 ? call : MeasureAsync("add", began, call);
    }

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.FindAsync(id, cancellationToken);
        return began == 0 ? call : MeasureAsync("find", began, call);
    }

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.UpdateAsync(row, expected, cancellationToken);
        return began == 0 ? call : MeasureAsync("update", began, call);
    }

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.ListAsync(subject, now, cancellationToken);
        return began == 0 ? call : MeasureAsync("list", began, call);
    }

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.EndAsync(target, end, cancellationToken);
        return began == 0 ? call : MeasureAsync("end", began, call);
    }

    public async ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        await MeasureAsync("touch", began, DoneAsync(inner.TouchAsync(marks, cancellationToken))).ConfigureAwait(false);
    }

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.BrowseAsync(after, limit, cancellationToken);
        return began == 0 ? call : MeasureAsync("browse", began, call);
    }

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        long began = StoreMetrics.Begin();
        var call = inner.PurgeAsync(before, limit, cancellationToken);
        return began == 0 ? call : MeasureAsync("purge", began, call);
    }

    private static async ValueTask<bool> DoneAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    private static async ValueTask<T> MeasureAsync<T>(string operation, long began, ValueTask<T> call)
    {
        string outcome = "failed";
        try
        {
            var result = await call.ConfigureAwait(false);
            outcome = "ok";
            return result;
        }
        finally
        {
            if (began != 0)
            {
                StoreMetrics.Called(operation, began, outcome);
            }
        }
    }
}
