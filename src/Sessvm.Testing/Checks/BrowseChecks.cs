using Sessvm.Stores;
using Sessvm.Tokens;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class BrowseChecks
{
    internal static async Task Paging_gives_every_row_once(ISessionStore store)
    {
        SessionId[] ids = await Fill(store, 57);
        await store.End(EndTarget.One(ids[5]));
        foreach (int limit in new[] { 1, 7, 19, 56, 57, 58, 1_000 })
        {
            List<SessionRow> rows = await All(store, limit);
            SameIds(ids, rows.Ids());
            Assert.Equal(ids[5], Assert.Single(rows, static row => row.End is not null).Id);
        }
    }

    internal static async Task The_order_is_stable(ISessionStore store)
    {
        await Fill(store, 40);
        SessionId[] first = (await All(store, 7)).Ids();
        Assert.Equal(first, (await All(store, 1_000)).Ids());
        foreach (SessionId id in first)
        {
            SessionRow row = await store.Get(id);
            await store.Update(SampleRows.Exchanged(row), row.Version);
        }

        Assert.Equal(first, (await All(store, 3)).Ids());
    }

    internal static async Task What_is_there_throughout_is_not_skipped_while_rows_come_and_go(ISessionStore store)
    {
        SessionId[] ids = await Fill(store, 30);
        for (int i = 0; i < 10; i++)
        {
            await store.Added(SampleRows.Typical(createdAt: Start.AddDays(-50)));
        }

        SessionPage page = await store.BrowseAsync(null, 10, CancellationToken.None);
        var seen = new List<SessionId>(page.Rows.Ids());
        while (page.Next is { } next)
        {
            await store.PurgeAsync(Start.AddDays(-1), 1_000, CancellationToken.None);
            await store.Added(SampleRows.Typical());
            page = await store.BrowseAsync(next, 10, CancellationToken.None);
            seen.AddRange(page.Rows.Ids());
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(ids.Except(seen));
    }

    internal static async Task An_empty_store_has_one_empty_page(ISessionStore store)
    {
        SessionPage page = await store.BrowseAsync(null, 10, CancellationToken.None);
        Assert.Empty(page.Rows);
        Assert.Null(page.Next);
    }

    internal static async Task A_wrong_limit_is_the_caller_s_mistake(ISessionStore store)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.BrowseAsync(null, 0, CancellationToken.None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.BrowseAsync(null, 1_001, CancellationToken.None));
    }

    private static async Task<SessionId[]> Fill(ISessionStore store, int count)
    {
        var ids = new SessionId[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = (await store.Added(SampleRows.Typical(i % 3 == 0 ? "alice" : null))).Id;
        }

        return ids;
    }

    private static async Task<List<SessionRow>> All(ISessionStore store, int limit)
    {
        var rows = new List<SessionRow>();
        string? next = null;
        do
        {
            SessionPage page = await store.BrowseAsync(next, limit, CancellationToken.None);
            Assert.InRange(page.Rows.Count, 0, limit);
            rows.AddRange(page.Rows);
            next = page.Next;
        }
        while (next is not null);
        return rows;
    }
}
