using Sessvm.Stores;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class PurgeChecks
{
    internal static async Task Only_lapsed_rows_are_removed(ISessionStore store)
    {
        SessionRow live = await store.Added(SampleRows.Typical());
        SessionRow ended = await store.Added(SampleRows.Typical());
        await store.End(EndTarget.One(ended.Id));
        SessionRow lapsed = await store.Added(SampleRows.Typical(createdAt: Start.AddDays(-40)));
        SessionRow lapsedAndEnded = await store.Added(SampleRows.Typical(createdAt: Start.AddDays(-40)));
        await store.End(EndTarget.One(lapsedAndEnded.Id));
        Assert.Equal(2, await PurgeAll(store, Start));
        SameRow(live, await store.Find(live.Id));
        SameRow(ended with { End = SignedOut }, await store.Find(ended.Id)); // R5: a tombstone stays
        SameRow(null, await store.Find(lapsed.Id));
        SameRow(null, await store.Find(lapsedAndEnded.Id));
    }

    internal static async Task A_row_that_lapses_at_the_instant_stays(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        Assert.Equal(0, await PurgeAll(store, row.LapsesAt));
        Assert.Equal(1, await PurgeAll(store, row.LapsesAt.AddMilliseconds(1)));
    }

    internal static async Task A_mark_keeps_a_row_until_its_deadline(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await store.Touch(new SessionMark(row.Id, 1, null, Start.AddDays(29)));
        Assert.Equal(0, await PurgeAll(store, row.Deadline));
        Assert.Equal(1, await PurgeAll(store, row.Deadline.AddMilliseconds(1)));
    }

    internal static async Task Steps_look_at_no_more_than_they_may(ISessionStore store)
    {
        for (int i = 0; i < 25; i++)
        {
            await store.Added(SampleRows.Typical(i < 9 ? "alice" : null, Start.AddDays(-40)));
        }

        PurgeResult step;
        int removed = 0;
        do
        {
            step = await store.PurgeAsync(Start, 4, CancellationToken.None);
            Assert.InRange(step.Removed, 0, 4);
            removed += step.Removed;
        }
        while (step.More);
        Assert.Equal(25, removed);
        Assert.Empty((await store.BrowseAsync(null, 10, CancellationToken.None)).Rows);
    }

    internal static async Task A_later_pass_begins_anew(ISessionStore store)
    {
        await PurgeAll(store, Start);
        for (int i = 0; i < 20; i++)
        {
            await store.Added(SampleRows.Typical(createdAt: Start.AddDays(-40)));
        }

        Assert.Equal(20, await PurgeAll(store, Start));
        Assert.Equal(0, await PurgeAll(store, Start));
    }

    internal static async Task A_wrong_limit_is_the_caller_s_mistake_in_purging(ISessionStore store)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.PurgeAsync(Start, 0, CancellationToken.None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.PurgeAsync(Start, 100_001, CancellationToken.None));
    }

    private static async Task<int> PurgeAll(ISessionStore store, DateTimeOffset before)
    {
        int removed = 0;
        PurgeResult step;
        do
        {
            step = await store.PurgeAsync(before, 3, CancellationToken.None);
            removed += step.Removed;
        }
        while (step.More);
        return removed;
    }
}
