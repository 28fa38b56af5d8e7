using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Shared;

/// <summary>Sends each call to the next of several stores, as a balancer in front of several processes does.</summary>
internal sealed class SpreadStore(params ISessionStore[] stores) : ISessionStore
{
    private int _calls;

    private ISessionStore Next => stores[(uint)Interlocked.Increment(ref _calls) % (uint)stores.Length];

    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        Next.AddAsync(row, terms, now, cancellationToken);

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) => Next.FindAsync(id, cancellationToken);

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken) =>
        Next.UpdateAsync(row, expected, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        Next.ListAsync(subject, now, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) =>
        Next.EndAsync(target, end, cancellationToken);

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken) => Next.TouchAsync(marks, cancellationToken);

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Next.BrowseAsync(after, limit, cancellationToken);

    // A pass is one process's own.
    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        stores[0].PurgeAsync(before, limit, cancellationToken);
}
