using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>Admits every row and keeps none.</summary>
internal sealed class ForgetfulStore : ISessionStore
{
    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AddResult.Plain);

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) => throw Nothing();

    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken) => throw Nothing();

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) => throw Nothing();

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken) => throw Nothing();

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken) => throw Nothing();

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken) => throw Nothing();

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw Nothing();

    private static NotSupportedException Nothing() => new("Only starts are made of it.");
}
