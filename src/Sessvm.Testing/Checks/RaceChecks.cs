using Sessvm.Stores;
using Sessvm.Tokens;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class RaceChecks
{
    private const int Racers = 1_000;

    internal static async Task Of_a_thousand_updates_from_one_version_one_wins(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        SessionRow[] candidates = [.. Enumerable.Range(0, Racers).Select(_ => SampleRows.Exchanged(row))];
        UpdateOutcome[] outcomes = await Race(Racers, number => store.Update(candidates[number], row.Version).AsTask());
        Assert.Equal(1, outcomes.Count(static outcome => outcome == UpdateOutcome.Updated));
        Assert.All(outcomes, static outcome => Assert.True(outcome is UpdateOutcome.Updated or UpdateOutcome.Conflict));
        SameRow(candidates[Array.IndexOf(outcomes, UpdateOutcome.Updated)], await store.Find(row.Id));
    }

    internal static async Task An_end_amid_updates_is_never_undone(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        bool[] wrote = await Race(Racers, async number =>
        {
            if (number == Racers / 2)
            {
                Assert.Single(await store.End(EndTarget.OfFamily(row.Family)));
                return false;
            }

            SessionRow read = await store.Get(row.Id);
            UpdateOutcome outcome = await store.Update(SampleRows.Exchanged(read) with { End = null }, read.Version);
            Assert.False(read.End is not null && outcome == UpdateOutcome.Updated);
            return outcome == UpdateOutcome.Updated;
        });
        SessionRow last = await store.Get(row.Id);
        Assert.Equal(SignedOut, last.End); // R5
        Assert.Equal(1u + (uint)wrote.Count(static one => one), last.Access.Generation);
    }

    internal static async Task Simultaneous_adds_never_pass_the_limit(ISessionStore store)
    {
        var reject = new AddTerms(5, WhenFull.Reject, []);
        AddResult[] results = await Race(200, _ => store.Add(SampleRows.Typical("alice"), reject).AsTask());
        Assert.Equal(5, results.Count(static result => result.Added));
        Assert.Equal(5, (await store.List("alice")).Count);

        var evict = new AddTerms(5, WhenFull.EvictOldest, []);
        AddResult[] evicting = await Race(200, _ => store.Add(SampleRows.Typical("alice"), evict).AsTask());
        Assert.All(evicting, static result => Assert.True(result.Added));
        Assert.Equal(5, (await store.List("alice")).Count);
        SessionId[] ended = [.. evicting.SelectMany(static result => result.Ended).Select(static row => row.Id)];
        Assert.Equal(ended.Length, ended.Distinct().Count());
    }

    internal static async Task A_device_s_simultaneous_sign_ins_leave_one_session(ISessionStore store)
    {
        SessionRow first = SampleRows.Typical("alice");
        var replace = new AddTerms(null, WhenFull.EvictOldest, [first.Device]);
        await Race(100, _ => store.Add(SampleRows.Typical("alice") with { Device = first.Device }, replace).AsTask());
        Assert.Single(await store.List("alice"));
    }

    internal static async Task Marks_and_updates_lose_nothing_of_each_other(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        bool[] wrote = await Race(400, async number =>
        {
            if (number % 2 == 0)
            {
                await store.Touch(new SessionMark(row.Id, 1, Start.AddSeconds(1), Start.AddSeconds(number)));
                return false;
            }

            SessionRow read = await store.Get(row.Id);
            SessionRow next = read with { Access = read.Access with { Floor = read.Access.Floor + 1 }, Version = read.Version.Next() };
            return await store.Update(next, read.Version) == UpdateOutcome.Updated;
        });
        SessionRow last = await store.Get(row.Id);
        Assert.Equal(Start.AddSeconds(398), last.LastSeenAt);
        Assert.Equal(Start.AddSeconds(1), last.SeenAt);
        Assert.Equal(1u + (uint)wrote.Count(static one => one), last.Access.Floor);
    }

    internal static async Task Of_many_ends_one_tells_of_it(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        IReadOnlyList<SessionRow>[] told = await Race(100, _ => store.End(EndTarget.One(row.Id)).AsTask());
        Assert.Single(told.SelectMany(static rows => rows));
    }

    /// <summary>Starts all racers at one gate.</summary>
    private static async Task<T[]> Race<T>(int racers, Func<int, Task<T>> run)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<T>[] runs =
        [
            .. Enumerable.Range(0, racers).Select(number => Task.Run(async () =>
            {
                await gate.Task;
                return await run(number);
            })),
        ];
        gate.SetResult();
        return await Task.WhenAll(runs);
    }
}
