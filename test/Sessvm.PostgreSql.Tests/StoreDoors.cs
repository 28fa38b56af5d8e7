using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.PostgreSql.Tests;

/// <summary>The store's methods as these tests use them.</summary>
internal static class StoreDoors
{
    internal static async Task<SessionRow> AddedAsync(this ISessionStore store, SessionRow? row = null)
    {
        row ??= SampleRows.Typical();
        (await store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None)).Added.ShouldBeTrue();
        return row;
    }

    internal static async Task<bool> HasAsync(this ISessionStore store, SessionRow row) =>
        await store.FindAsync(row.Id, CancellationToken.None) is not null;

    internal static Task<UpdateOutcome> ExchangeAsync(this ISessionStore store, SessionRow row) =>
        store.UpdateAsync(SampleRows.Exchanged(row), row.Version, CancellationToken.None).AsTask();

    internal static async Task<SessionStoreException> FailsAsync(Func<Task> call, string says)
    {
        SessionStoreException trouble = await Should.ThrowAsync<SessionStoreException>(call);
        trouble.Message.ShouldContain(says);
        return trouble;
    }
}
