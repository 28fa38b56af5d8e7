using System.Collections.Concurrent;
using Sessvm.Stores;
using Sessvm.Stores.Memory;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

/// <summary>A memory store that tells which round trips were made, and has lists wait or fail and another writer be faster.</summary>
internal sealed class CountingStore : ISessionStore
{
    /// <summary>The rows themselves, not counted.</summary>
    public MemorySessionStore Rows { get; } = new();

    /// <summary>Adds, lists and updates, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What a list waits for.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>What a list runs into.</summary>
    public Exception? ListFault { get; set; }

    /// <summary>Runs once, before the next update.</summary>
    public Func<Task>? BeforeUpdate { get; set; }

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Calls.Enqueue("add");
        return Rows.AddAsync(row, terms, now, cancellationToken);
    }

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) => Rows.FindAsync(id, cancellationToken);

    public async ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        Calls.Enqueue("update");
        if (BeforeUpdate is { } act)
        {
            BeforeUpdate = null;
            await act();
        }

        return await Rows.UpdateAsync(row, expected, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await (Gate?.Task ?? Task.CompletedTask);
        Calls.Enqueue("list");
        return ListFault is { } fault ? throw fault : await Rows.ListAsync(subject, now, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) =>
        Rows.EndAsync(target, end, cancellationToken);

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken) => Rows.TouchAsync(marks, cancellationToken);

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Rows.BrowseAsync(after, limit, cancellationToken);

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Rows.PurgeAsync(before, limit, cancellationToken);
}
