using Sessvm.Stores;
using Sessvm.Stores.Memory;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

/// <summary>A memory store that counts, can be made to wait or to fail, and lets a test act between two steps.</summary>
internal sealed class ProbeStore : ISessionStore
{
    private readonly MemorySessionStore _rows = new();
    private int _finds;

    /// <summary>How many rows were read.</summary>
    public int Finds => Volatile.Read(ref _finds);

    /// <summary>Every batch of marks that was stored.</summary>
    public List<IReadOnlyList<SessionMark>> Batches { get; } = [];

    /// <summary>How many batches were refused.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether the store cannot be reached.</summary>
    public bool Down { get; set; }

    /// <summary>What a batch of marks runs into, if anything.</summary>
    public Exception? TouchFault { get; set; }

    /// <summary>What a read waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Runs once, before the next row is added.</summary>
    public Func<Task>? BeforeAdd { get; set; }

    public async ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Reach();
        if (BeforeAdd is { } act)
        {
            BeforeAdd = null;
            await act();
        }

        return await _rows.AddAsync(row, terms, now, cancellationToken);
    }

    public async ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        await Gate;
        Reach();
        return await _rows.FindAsync(id, cancellationToken);
    }

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        Reach();
        return _rows.UpdateAsync(row, expected, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        _rows.ListAsync(subject, now, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        Reach();
        return _rows.EndAsync(target, end, cancellationToken);
    }

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        if (Down || TouchFault is not null)
        {
            Failures++;
        }

        Reach();
        if (TouchFault is { } fault)
        {
            throw fault;
        }

        Batches.Add(marks);
        return _rows.TouchAsync(marks, cancellationToken);
    }

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        _rows.BrowseAsync(after, limit, cancellationToken);

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _rows.PurgeAsync(before, limit, cancellationToken);

    private void Reach()
    {
        if (Down)
        {
            throw new SessionStoreException("The store is down.", new IOException("refused"));
        }
    }
}
