using Sessvm.Stores;
using Sessvm.Tokens;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class TouchChecks
{
    internal static async Task A_mark_moves_last_seen_and_keeps_the_version(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Full());
        await store.Touch(new SessionMark(row.Id, 1, null, row.LastSeenAt.AddSeconds(1)));
        SameRow(row with { LastSeenAt = row.LastSeenAt.AddSeconds(1) }, await store.Find(row.Id));
    }

    internal static async Task A_mark_never_moves_back(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Full());
        await store.Touch(new SessionMark(row.Id, row.Access.Generation, row.SeenAt!.Value.AddSeconds(-1), row.LastSeenAt.AddSeconds(-1)));
        await store.Touch(new SessionMark(row.Id, row.Access.Generation, row.SeenAt!.Value.AddSeconds(1), null));
        SameRow(row, await store.Find(row.Id));
    }

    internal static async Task The_first_sight_is_written_with_its_generation(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await store.Touch(new SessionMark(row.Id, 2, Start.AddSeconds(1), null));
        await store.Touch(new SessionMark(row.Id, 0, Start.AddSeconds(1), null));
        SameRow(row, await store.Find(row.Id));
        await store.Touch(new SessionMark(row.Id, 1, Start.AddSeconds(2), null));
        SameRow(row with { SeenAt = Start.AddSeconds(2) }, await store.Find(row.Id));
    }

    internal static async Task A_mark_of_another_generation_still_counts_as_use(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await store.Touch(new SessionMark(row.Id, 7, Start.AddSeconds(1), Start.AddSeconds(1)));
        SameRow(row with { LastSeenAt = Start.AddSeconds(1) }, await store.Find(row.Id));
    }

    internal static async Task A_mark_never_touches_an_ended_session(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await store.End(EndTarget.One(row.Id));
        await store.Touch(new SessionMark(row.Id, 1, Start.AddSeconds(1), Start.AddSeconds(1)));
        SameRow(row with { End = SignedOut }, await store.Find(row.Id)); // R5
    }

    internal static async Task A_batch_writes_all_and_skips_the_unknown(ISessionStore store)
    {
        SessionRow one = await store.Added(SampleRows.Typical());
        SessionRow two = await store.Added(SampleRows.Typical());
        await store.Touch();
        await store.Touch(
            new SessionMark(one.Id, 1, null, Start.AddSeconds(3)),
            new SessionMark(SessionId.Create("nobody"), 1, null, Start.AddSeconds(3)),
            new SessionMark(two.Id, 1, Start.AddSeconds(1), null),
            new SessionMark(one.Id, 1, Start.AddSeconds(2), Start.AddSeconds(2)));
        SameRow(one with { LastSeenAt = Start.AddSeconds(3), SeenAt = Start.AddSeconds(2) }, await store.Find(one.Id));
        SameRow(two with { SeenAt = Start.AddSeconds(1) }, await store.Find(two.Id));
    }
}
