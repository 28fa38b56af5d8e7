using Sessvm.Stores;
using Sessvm.Stores.Memory;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

/// <summary>A memory store that loses a write, and says that it has recovered.</summary>
internal sealed class RecoveringStore : ISessionStore, IRecoveringStore
{
    private MemorySessionStore _rows = new();

    public event Action? Recovered;

    public void Recover() => Recovered?.Invoke();

    /// <summary>Goes back to a row as it was, with nothing else.</summary>
    public async Task LoseAsync(SessionRow row)
    {
        _rows = new MemorySessionStore();
        await _rows.AddAsync(row, AddTerms.None, row.CreatedAt, CancellationToken.None);
    }

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        _rows.AddAsync(row, terms, now, cancellationToken);

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) => _rows.FindAsync(id, cancellationToken);

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken) =>
        _rows.UpdateAsync(row, expected, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        _rows.ListAsync(subject, now, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) =>
        _rows.EndAsync(target, end, cancellationToken);

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken) => _rows.TouchAsync(marks, cancellationToken);

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        _rows.BrowseAsync(after, limit, cancellationToken);

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _rows.PurgeAsync(before, limit, cancellationToken);
}
