using Sessvm.Stores;
using Sessvm.Tokens;
using Xunit;

namespace Sessvm.Testing.Checks;

/// <summary>The store's methods as the checks use them.</summary>
internal static class StoreDoors
{
    internal static DateTimeOffset Start => SampleRows.Start;

    internal static SessionEnd SignedOut { get; } = new(EndReason.SignedOut, SampleRows.Start.AddHours(6));

    internal static ValueTask<AddResult> Add(this ISessionStore store, SessionRow row, AddTerms? terms = null, DateTimeOffset? now = null) =>
        store.AddAsync(row, terms ?? AddTerms.None, now ?? Start, CancellationToken.None);

    internal static async Task<SessionRow> Added(this ISessionStore store, SessionRow row)
    {
        Assert.True((await store.Add(row)).Added);
        return row;
    }

    internal static ValueTask<SessionRow?> Find(this ISessionStore store, SessionId id) => store.FindAsync(id, CancellationToken.None);

    internal static async Task<SessionRow> Get(this ISessionStore store, SessionId id)
    {
        SessionRow? row = await store.Find(id);
        Assert.NotNull(row);
        return row;
    }

    internal static ValueTask<UpdateOutcome> Update(this ISessionStore store, SessionRow row, RowVersion expected) =>
        store.UpdateAsync(row, expected, CancellationToken.None);

    internal static ValueTask<IReadOnlyList<SessionRow>> End(this ISessionStore store, EndTarget target, SessionEnd? end = null) =>
        store.EndAsync(target, end ?? SignedOut, CancellationToken.None);

    internal static ValueTask<IReadOnlyList<SessionRow>> List(this ISessionStore store, string subject, DateTimeOffset? now = null) =>
        store.ListAsync(subject, now ?? Start, CancellationToken.None);

    internal static ValueTask Touch(this ISessionStore store, params SessionMark[] marks) => store.TouchAsync(marks, CancellationToken.None);

    internal static SessionId[] Ids(this IEnumerable<SessionRow> rows) => [.. rows.Select(static row => row.Id)];

    internal static void SameRow(SessionRow? expected, SessionRow? actual) => Assert.Equal(RowText.Of(expected), RowText.Of(actual));

    internal static void SameIds(IEnumerable<SessionId> expected, IEnumerable<SessionId> actual) =>
        Assert.Equal(expected.Order(), actual.Order());
}
