using Sessvm.Keys;
using Sessvm.Stores;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class AddChecks
{
    internal static async Task A_plain_add_ends_nothing(ISessionStore store)
    {
        SessionRow first = await store.Added(SampleRows.Typical("alice"));
        AddResult result = await store.Add(SampleRows.Typical("alice"));
        Assert.True(result.Added);
        Assert.Empty(result.Ended);
        Assert.Empty(result.Live);
        SameRow(first, await store.Find(first.Id));
    }

    internal static async Task An_id_that_is_taken_is_not_overwritten(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.Add(SampleRows.Exchanged(row)));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Add(SampleRows.Exchanged(row), new AddTerms(9, WhenFull.EvictOldest, [])));
        SameRow(row, await store.Find(row.Id));
    }

    internal static async Task The_device_s_earlier_session_is_replaced(ISessionStore store)
    {
        SessionRow old = await store.Added(SampleRows.Typical("alice"));
        SessionRow other = await store.Added(SampleRows.Typical("alice"));
        SessionRow row = SampleRows.Typical("alice", Start.AddHours(1)) with { Device = old.Device };
        AddResult result = await store.Add(row, Replacing(old.Device), Start.AddHours(1));
        Assert.True(result.Added);
        SessionRow gone = old with { End = new SessionEnd(EndReason.Replaced, Start.AddHours(1)) };
        SameRow(gone, Assert.Single(result.Ended));
        SameRow(gone, await store.Find(old.Id));
        SameRow(other, await store.Find(other.Id));
        SameRow(row, await store.Find(row.Id));
    }

    internal static async Task A_device_is_known_by_any_of_its_hashes(ISessionStore store)
    {
        var hashes = new KeyedHash[] { new(1, 11), new(2, 22) };
        SessionRow old = await store.Added(SampleRows.Typical("alice") with { Device = hashes[0] });
        SessionRow otherKey = await store.Added(SampleRows.Typical("alice") with { Device = new KeyedHash(2, 11) });
        AddResult result = await store.Add(SampleRows.Typical("alice") with { Device = hashes[1] }, Replacing(hashes));
        Assert.Equal([old.Id], result.Ended.Ids());
        SameRow(otherKey, await store.Find(otherKey.Id));
    }

    internal static async Task A_device_is_known_by_the_hash_that_an_update_gave_it(ISessionStore store)
    {
        SessionRow old = await store.Added(SampleRows.Typical("alice") with { Device = new KeyedHash(1, 11) });
        SessionRow next = SampleRows.Exchanged(old) with { Device = new KeyedHash(2, UInt128.MaxValue) };
        Assert.Equal(UpdateOutcome.Updated, await store.Update(next, old.Version));
        Assert.Empty((await store.Add(SampleRows.Typical("alice"), Replacing(old.Device))).Ended);
        Assert.Equal([old.Id], (await store.Add(SampleRows.Typical("alice"), Replacing(next.Device))).Ended.Ids());
    }

    internal static async Task Only_the_subject_s_own_sessions_are_replaced(ISessionStore store)
    {
        SessionRow bob = await store.Added(SampleRows.Typical("bob"));
        AddResult result = await store.Add(SampleRows.Typical("alice") with { Device = bob.Device }, Replacing(bob.Device));
        Assert.Empty(result.Ended);
        SameRow(bob, await store.Find(bob.Id));
    }

    internal static async Task A_child_does_not_replace_its_own_family(ISessionStore store)
    {
        SessionRow root = await store.Added(SampleRows.Typical("alice"));
        SessionRow child = SampleRows.Typical("alice", family: root.Id) with { Device = root.Device };
        AddResult result = await store.Add(child, Replacing(root.Device));
        Assert.True(result.Added);
        Assert.Empty(result.Ended);
        SameRow(root, await store.Find(root.Id));
    }

    internal static async Task A_lapsed_or_ended_session_is_not_replaced(ISessionStore store)
    {
        SessionRow lapsed = await store.Added(SampleRows.Typical("alice", Start.AddDays(-40)));
        SessionRow ended = await store.Added(SampleRows.Typical("alice") with { Device = lapsed.Device });
        await store.End(EndTarget.One(ended.Id));
        AddResult result = await store.Add(SampleRows.Typical("alice") with { Device = lapsed.Device }, Replacing(lapsed.Device));
        Assert.Empty(result.Ended);
        SameRow(ended with { End = SignedOut }, await store.Find(ended.Id));
    }

    private static AddTerms Replacing(params KeyedHash[] devices) => new(null, WhenFull.EvictOldest, devices);
}
