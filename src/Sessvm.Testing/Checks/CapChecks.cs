using Sessvm.Stores;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class CapChecks
{
    private static readonly AddTerms RejectAtTwo = new(2, WhenFull.Reject, []);
    private static readonly AddTerms EvictAtTwo = new(2, WhenFull.EvictOldest, []);

    internal static async Task A_full_subject_rejects_and_tells_who_is_live(ISessionStore store)
    {
        (SessionRow older, SessionRow newer) = await Two(store);
        SessionRow row = SampleRows.Typical("alice");
        AddResult result = await store.Add(row, RejectAtTwo);
        Assert.False(result.Added);
        Assert.Empty(result.Ended);
        SameIds([older.Id, newer.Id], result.Live.Ids());
        SameRow(null, await store.Find(row.Id));
        Assert.Equal(2, (await store.List("alice")).Count);
    }

    internal static async Task A_rejected_add_replaces_nothing(ISessionStore store)
    {
        (SessionRow older, SessionRow newer) = await Two(store);
        SessionRow third = await store.Added(SampleRows.Typical("alice"));
        AddResult result = await store.Add(SampleRows.Typical("alice"), RejectAtTwo with { Replaces = [third.Device] });
        Assert.False(result.Added);
        Assert.Empty(result.Ended);
        SameIds([older.Id, newer.Id, third.Id], (await store.List("alice")).Ids());
    }

    internal static async Task A_replaced_session_makes_room(ISessionStore store)
    {
        (SessionRow older, SessionRow newer) = await Two(store);
        SessionRow row = SampleRows.Typical("alice");
        AddResult result = await store.Add(row, RejectAtTwo with { Replaces = [newer.Device] });
        Assert.True(result.Added);
        SessionRow gone = Assert.Single(result.Ended);
        Assert.Equal((newer.Id, EndReason.Replaced), (gone.Id, gone.End!.Reason));
        SameIds([older.Id, row.Id], (await store.List("alice")).Ids());
    }

    internal static async Task The_oldest_is_evicted(ISessionStore store)
    {
        (SessionRow older, SessionRow newer) = await Two(store);
        SessionRow row = SampleRows.Typical("alice");
        AddResult result = await store.Add(row, EvictAtTwo);
        Assert.True(result.Added);
        SessionRow gone = older with { End = new SessionEnd(EndReason.Evicted, Start) };
        SameRow(gone, Assert.Single(result.Ended));
        SameRow(gone, await store.Find(older.Id));
        SameIds([newer.Id, row.Id], (await store.List("alice")).Ids());
    }

    internal static async Task A_lowered_limit_evicts_all_that_are_too_many(ISessionStore store)
    {
        (SessionRow older, SessionRow newer) = await Two(store);
        SessionRow row = SampleRows.Typical("alice");
        AddResult result = await store.Add(row, new AddTerms(1, WhenFull.EvictOldest, []));
        SameIds([older.Id, newer.Id], result.Ended.Ids());
        Assert.Equal([row.Id], (await store.List("alice")).Ids());
    }

    internal static async Task Children_count(ISessionStore store)
    {
        SessionRow root = await store.Added(SampleRows.Typical("alice"));
        await store.Added(SampleRows.Typical("alice", family: root.Id));
        Assert.False((await store.Add(SampleRows.Typical("alice"), RejectAtTwo)).Added);
    }

    internal static async Task Its_own_family_is_never_evicted(ISessionStore store)
    {
        (SessionRow older, SessionRow newer) = await Two(store);
        SessionRow child = SampleRows.Typical("alice", family: older.Id);
        AddResult result = await store.Add(child, EvictAtTwo);
        Assert.True(result.Added);
        Assert.Equal([newer.Id], result.Ended.Ids());
        SameIds([older.Id, child.Id], (await store.List("alice")).Ids());
    }

    internal static async Task Where_only_its_own_family_could_give_way_it_is_rejected(ISessionStore store)
    {
        SessionRow root = await store.Added(SampleRows.Typical("alice"));
        SessionRow child = await store.Added(SampleRows.Typical("alice", family: root.Id));
        AddResult result = await store.Add(SampleRows.Typical("alice", family: root.Id), EvictAtTwo);
        Assert.False(result.Added);
        Assert.Empty(result.Ended);
        SameIds([root.Id, child.Id], (await store.List("alice")).Ids());
    }

    internal static async Task Ended_lapsed_and_other_subjects_sessions_do_not_count(ISessionStore store)
    {
        SessionRow ended = await store.Added(SampleRows.Typical("alice"));
        await store.End(EndTarget.One(ended.Id));
        await store.Added(SampleRows.Typical("alice", Start.AddDays(-40)));
        await store.Added(SampleRows.Typical("bob"));
        await store.Added(SampleRows.Typical("alice"));
        AddResult result = await store.Add(SampleRows.Typical("alice"), RejectAtTwo);
        Assert.True(result.Added);
        Assert.Empty(result.Ended);
    }

    private static async Task<(SessionRow Older, SessionRow Newer)> Two(ISessionStore store)
    {
        SessionRow newer = await store.Added(SampleRows.Typical("alice", Start.AddMinutes(-1)));
        SessionRow older = await store.Added(SampleRows.Typical("alice", Start.AddMinutes(-2)));
        return (older, newer);
    }
}
