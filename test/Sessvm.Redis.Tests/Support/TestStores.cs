using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests.Support;

/// <summary>Stores and logs on the test servers, each with keys of its own, and their methods as these tests use them.</summary>
internal static class TestStores
{
    /// <summary>For what is to fail.</summary>
    internal static RedisStoreOptions Impatient { get; } = new() { Timeout = TimeSpan.FromMilliseconds(400), RetryFor = TimeSpan.FromMilliseconds(600) };

    internal static SessionEnd SignedOut { get; } = new(EndReason.SignedOut, SampleRows.Start.AddHours(6));

    internal static RedisSessionStore NewStore(this RedisServer server, RedisStoreOptions? options = null) => new(On(server.Address, options));

    internal static RedisSessionStore NewStore(this RedisCluster cluster, RedisStoreOptions? options = null) => new(On(cluster.ConnectionString, options));

    internal static RedisRevocationLog NewLog(this RedisServer server, RedisStoreOptions? options = null) => new(On(server.Address, options));

    internal static RedisRevocationLog NewLog(this RedisCluster cluster, RedisStoreOptions? options = null) => new(On(cluster.ConnectionString, options));

    internal static RedisStoreOptions On(string connectionString, RedisStoreOptions? options = null) =>
        (options ?? new RedisStoreOptions { KeyPrefix = RedisServer.NewPrefix() }) with { ConnectionString = connectionString };

    internal static async Task<SessionRow> AddedAsync(this ISessionStore store, SessionRow? row = null)
    {
        row ??= SampleRows.Typical();
        (await store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None)).Added.ShouldBeTrue();
        return row;
    }

    internal static async Task<SessionRow> GetAsync(this ISessionStore store, SessionRow row) =>
        (await store.FindAsync(row.Id, CancellationToken.None)).ShouldNotBeNull();

    internal static async Task<bool> HasAsync(this ISessionStore store, SessionRow row) =>
        await store.FindAsync(row.Id, CancellationToken.None) is not null;

    internal static ValueTask<IReadOnlyList<SessionRow>> EndAsync(this ISessionStore store, EndTarget target) =>
        store.EndAsync(target, SignedOut, CancellationToken.None);

    internal static async Task<SessionStoreException> FailsAsync(Func<Task> call, string says)
    {
        var trouble = await Should.ThrowAsync<SessionStoreException>(call);
        trouble.Message.ShouldContain(says);
        return trouble;
    }

    internal static async Task<bool> AnswersAsync(this ISessionStore store)
    {
        try
        {
            await store.FindAsync(SampleRows.Typical().Id, CancellationToken.None);
            return true;
        }
        catch (SessionStoreException)
        {
            return false;
        }
    }

    /// <summary>Waits until something holds that only time brings. Only a hang is cut short.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> holds)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1), "it hangs");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
