using Sessvm.Stores;
using Sessvm.Tokens;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class FindChecks
{
    internal static async Task Every_field_comes_back(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Full());
        SameRow(row, await store.Find(row.Id));
    }

    internal static async Task A_row_with_as_little_as_possible_comes_back(ISessionStore store)
    {
        SessionRow row = SampleRows.Typical("u") with { Scopes = [], Fingerprint = Fingerprints.Fingerprint.Unknown, Persistent = false };
        await store.Added(row);
        SameRow(row, await store.Find(row.Id));
    }

    internal static async Task An_unknown_session_is_not_found(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        SameRow(null, await store.Find(SessionId.Create(row.Subject)));
        SameRow(null, await store.Find(SessionId.Create("somebody else")));
    }

    internal static async Task An_ended_session_is_found(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Full());
        await store.End(EndTarget.One(row.Id));
        SameRow(row with { End = SignedOut }, await store.Find(row.Id));
    }

    internal static async Task A_lapsed_session_is_found(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical(createdAt: Start.AddDays(-400)));
        SameRow(row, await store.Find(row.Id));
    }
}
