using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore.Tests;

/// <summary>A store that can be taken away.</summary>
internal sealed class FaultyStore(ISessionStore inner) : ISessionStore
{
    private int _reads;
    private int _waiting;
    private int _purges;
    private int _touches;

    public bool Down { get; set; }

    /// <summary>What a read waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many reads wait for it.</summary>
    public int Waiting => _waiting;

    public int Reads => _reads;

    /// <summary>How many marks came.</summary>
    public int Touches => _touches;

    /// <summary>How often lapsed rows were to be removed.</summary>
    public int Purges => _purges;

    /// <summary>What that runs into, if anything.</summary>
    public Exception? PurgeFault { get; set; }

    private ISessionStore Up => Down ? throw new SessionStoreException("The store is down.") : inner;

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        Up.AddAsync(row, terms, now, cancellationToken);

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Gate.IsCompleted ? Up.FindAsync(id, cancellationToken) : FindLaterAsync(id, cancellationToken);
    }

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken) =>
        Up.UpdateAsync(row, expected, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        Up.ListAsync(subject, now, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) =>
        Up.EndAsync(target, end, cancellationToken);

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _touches, marks.Count);
        return Up.TouchAsync(marks, cancellationToken);
    }

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) => Up.BrowseAsync(after, limit, cancellationToken);

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _purges);
        return PurgeFault is { } fault ? throw fault : Up.PurgeAsync(before, limit, cancellationToken);
    }

    private async ValueTask<SessionRow?> FindLaterAsync(SessionId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        await Gate;
        Interlocked.Decrement(ref _waiting);
        return await Up.FindAsync(id, cancellationToken);
    }
}
