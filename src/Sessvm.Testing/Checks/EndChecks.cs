using Sessvm.Stores;
using Sessvm.Tokens;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class EndChecks
{
    internal static async Task One_session_ends_alone(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Full("alice"));
        SessionRow other = await store.Added(SampleRows.Typical("alice", family: row.Family));
        SessionRow ended = Assert.Single(await store.End(EndTarget.One(row.Id)));
        SameRow(row with { End = SignedOut }, ended);
        SameRow(ended, await store.Find(row.Id));
        SameRow(other, await store.Find(other.Id));
    }

    internal static async Task A_family_ends_with_its_root_and_all_children(ISessionStore store)
    {
        SessionRow root = await store.Added(SampleRows.Typical("alice"));
        SessionRow child = await store.Added(SampleRows.Typical("alice", family: root.Id));
        SessionRow grandchild = await store.Added(SampleRows.Typical("alice", family: root.Id));
        SessionRow other = await store.Added(SampleRows.Typical("alice"));
        SameIds([root.Id, child.Id, grandchild.Id], (await store.End(EndTarget.OfFamily(root.Id))).Ids());
        Assert.Equal([other.Id], (await store.List("alice")).Ids());
    }

    internal static async Task All_of_a_subject_s_end_but_one(ISessionStore store)
    {
        SessionRow stays = await store.Added(SampleRows.Typical("alice"));
        SessionRow goes = await store.Added(SampleRows.Typical("alice"));
        SessionRow child = await store.Added(SampleRows.Typical("alice", family: stays.Id));
        SessionRow bob = await store.Added(SampleRows.Typical("bob"));
        SameIds([goes.Id, child.Id], (await store.End(EndTarget.OfSubject("alice", stays.Id))).Ids());
        SameRow(stays, await store.Find(stays.Id));
        SameRow(bob, await store.Find(bob.Id));
        Assert.Equal([stays.Id], (await store.End(EndTarget.OfSubject("alice"))).Ids());
        Assert.Empty(await store.List("alice"));
    }

    internal static async Task A_family_ends_but_one(ISessionStore store)
    {
        SessionRow root = await store.Added(SampleRows.Typical("alice"));
        SessionRow child = await store.Added(SampleRows.Typical("alice", family: root.Id));
        Assert.Equal([root.Id], (await store.End(EndTarget.OfFamily(root.Id, child.Id))).Ids());
        SameRow(child, await store.Find(child.Id));
    }

    internal static async Task A_session_ends_once(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical("alice"));
        await store.End(EndTarget.One(row.Id));
        var again = new SessionEnd(EndReason.Administrative, Start.AddHours(9));
        Assert.Empty(await store.End(EndTarget.One(row.Id), again)); // R5
        Assert.Empty(await store.End(EndTarget.OfFamily(row.Family), again));
        Assert.Empty(await store.End(EndTarget.OfSubject("alice"), again));
        SameRow(row with { End = SignedOut }, await store.Find(row.Id));
    }

    internal static async Task A_lapsed_session_can_end(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical(createdAt: Start.AddDays(-40)));
        Assert.Single(await store.End(EndTarget.One(row.Id), new SessionEnd(EndReason.Expired, Start)));
    }

    internal static async Task Every_reason_comes_back(ISessionStore store)
    {
        foreach (EndReason reason in Enum.GetValues<EndReason>())
        {
            SessionRow row = await store.Added(SampleRows.Typical());
            await store.End(EndTarget.One(row.Id), new SessionEnd(reason, Start.AddMilliseconds(7)));
            SameRow(row with { End = new SessionEnd(reason, Start.AddMilliseconds(7)) }, await store.Find(row.Id));
        }
    }

    internal static async Task An_unknown_target_ends_nothing(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical("alice"));
        Assert.Empty(await store.End(EndTarget.One(SessionId.Create("alice"))));
        Assert.Empty(await store.End(EndTarget.OfFamily(SessionId.Create("alice"))));
        Assert.Empty(await store.End(EndTarget.OfSubject("carol")));
        SameRow(row, await store.Find(row.Id));
    }
}
