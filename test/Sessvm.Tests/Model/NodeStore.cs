using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>One node's way to the shared rows. Its marks wait until the world says that they are written.</summary>
internal sealed class NodeStore(ModelStore store) : ISessionStore
{
    private readonly Queue<SessionMark> _marks = [];

    public void WriteMarks()
    {
        while (_marks.TryDequeue(out var mark))
        {
            if (store.Rows.TryGetValue(mark.Id, out var row) && mark.ApplyTo(row) is var marked && marked != row)
            {
                store.Write(marked);
            }
        }
    }

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        store.Write(row);
        return new(AddResult.Plain);
    }

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) => new(store.Rows.GetValueOrDefault(id));

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        if (!store.Rows.TryGetValue(row.Id, out var stored))
        {
            return new(UpdateOutcome.NotFound);
        }

        if (stored.End is not null)
        {
            return new(UpdateOutcome.Ended);
        }

        if (stored.Version != expected)
        {
            return new(UpdateOutcome.Conflict);
        }

        store.Write(SessionMark.Merge(row, stored));
        return new(UpdateOutcome.Updated);
    }

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        new([.. store.Rows.Values.Where(row => row.Subject == subject && row.IsLive(now))]);

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        SessionRow[] ended = [.. store.Rows.Values.Where(target.Covers).Select(row => row with { End = end })];
        foreach (var row in ended)
        {
            store.Write(row);
        }

        return new(ended);
    }

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        foreach (var mark in marks)
        {
            _marks.Enqueue(mark);
        }

        return default;
    }

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        new(new SessionPage([.. store.Rows.Values], null));

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => new(default(PurgeResult));
}
