using Sessvm.Stores;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class CancellationChecks
{
    internal static async Task A_cancelled_call_does_nothing(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        SessionRow other = SampleRows.Typical();
        var cancelled = new CancellationToken(canceled: true);
        await Cancels(async () => await store.AddAsync(other, AddTerms.None, Start, cancelled));
        await Cancels(async () => await store.FindAsync(row.Id, cancelled));
        await Cancels(async () => await store.UpdateAsync(SampleRows.Exchanged(row), row.Version, cancelled));
        await Cancels(async () => await store.ListAsync(row.Subject, Start, cancelled));
        await Cancels(async () => await store.EndAsync(EndTarget.One(row.Id), SignedOut, cancelled));
        await Cancels(async () => await store.TouchAsync([new SessionMark(row.Id, 1, Start, Start.AddDays(1))], cancelled));
        await Cancels(async () => await store.BrowseAsync(null, 10, cancelled));
        await Cancels(async () => await store.PurgeAsync(row.Deadline.AddDays(1), 10, cancelled));
        SameRow(row, await store.Find(row.Id));
        SameRow(null, await store.Find(other.Id));
    }

    private static Task Cancels(Func<Task> call) => Assert.ThrowsAnyAsync<OperationCanceledException>(call);
}
