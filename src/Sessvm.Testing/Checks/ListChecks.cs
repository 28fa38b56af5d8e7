using Sessvm.Stores;
using Sessvm.Tokens;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class ListChecks
{
    internal static async Task A_subject_s_sessions_are_listed_oldest_first(ISessionStore store)
    {
        SessionRow[] rows = new SessionRow[8];
        foreach (int age in new[] { 3, 7, 1, 0, 6, 2, 5, 4 })
        {
            rows[7 - age] = await store.Added(SampleRows.Full("alice") with { CreatedAt = Start.AddMinutes(-age) });
        }

        await store.Added(SampleRows.Typical("bob"));
        Assert.Equal(rows.Select(RowText.Of), (await store.List("alice")).Select(RowText.Of));
    }

    internal static async Task Ended_sessions_are_not_listed(ISessionStore store)
    {
        SessionRow live = await store.Added(SampleRows.Typical("alice"));
        SessionRow ended = await store.Added(SampleRows.Typical("alice"));
        await store.End(EndTarget.One(ended.Id));
        Assert.Equal([live.Id], (await store.List("alice")).Ids());
    }

    internal static async Task Lapsed_sessions_are_not_listed(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical("alice"));
        Assert.Single(await store.List("alice", row.LapsesAt.AddMilliseconds(-1)));
        Assert.Empty(await store.List("alice", row.LapsesAt));
        await store.Touch(new SessionMark(row.Id, 1, null, Start.AddDays(20)));
        Assert.Single(await store.List("alice", row.LapsesAt));
        Assert.Empty(await store.List("alice", row.Deadline)); // R6
    }

    internal static async Task A_subject_without_sessions_has_an_empty_list(ISessionStore store)
    {
        await store.Added(SampleRows.Typical("alice"));
        Assert.Empty(await store.List("Alice"));
        Assert.Empty(await store.List("alic"));
    }

    internal static async Task A_subject_is_not_mixed_up_with_another_of_its_shard(ISessionStore store)
    {
        // Found by trying: two subjects whose SHA-256 begins with the same two bytes.
        var seen = new Dictionary<ushort, string>();
        string one;
        int number = 0;
        while (!seen.Remove(SessionId.ShardOf($"user-{number}"), out one!))
        {
            seen[SessionId.ShardOf($"user-{number}")] = $"user-{number++}";
        }

        SessionRow mine = await store.Added(SampleRows.Typical(one));
        SessionRow theirs = await store.Added(SampleRows.Typical($"user-{number}"));
        Assert.Equal([mine.Id], (await store.List(one)).Ids());
        Assert.True((await store.Add(SampleRows.Typical(one), new AddTerms(2, WhenFull.Reject, []))).Added);
        await store.End(EndTarget.OfSubject(one));
        SameRow(theirs, await store.Find(theirs.Id));
    }
}
