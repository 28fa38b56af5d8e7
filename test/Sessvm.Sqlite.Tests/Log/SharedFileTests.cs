using Microsoft.Extensions.DependencyInjection;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Sqlite.Tests;

public sealed class SharedFileTests
{
    [Fact]
    public async Task UseSqlite_brings_a_store_and_a_log_on_one_file()
    {
        using var file = new TemporaryFile();
        var builder = new Builder();
        builder.UseSqlite(file.Path);
        await using var store = (SqliteSessionStore)builder.Store(builder);
        await using var log = (SqliteRevocationLog)builder.Log(builder);
        SessionRow row = await store.AddedAsync();
        RevocationNotice notice = await log.AppendedAsync();
        file.Execute("SELECT count(*) FROM sessions").ShouldBe(1L);
        file.Execute("SELECT count(*) FROM notices").ShouldBe(1L);
        (await store.HasAsync(row)).ShouldBeTrue();
        (await log.ReadAsync()).Notices.ShouldBe([notice]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_may_be_disposed_of_first_and_the_file_is_closed_after_both(bool storeFirst)
    {
        using var file = new TemporaryFile();
        SqliteSessionStore store = file.Open();
        var log = new SqliteRevocationLog(store);
        Task<RevocationNotice>[] appends = [.. Enumerable.Range(0, 300).Select(_ => log.AppendedAsync())];
        if (storeFirst)
        {
            await store.DisposeAsync();
            await store.DisposeAsync();
            await log.AppendedAsync();
            await log.DisposeAsync();
        }
        else
        {
            await log.DisposeAsync();
            log.Dispose();
            await store.AddedAsync();
            await store.DisposeAsync();
        }

        await Task.WhenAll(appends);
        await Should.ThrowAsync<ObjectDisposedException>(() => log.AppendedAsync());
        await Should.ThrowAsync<ObjectDisposedException>(() => store.AddedAsync());
        File.Exists(file.Path + "-wal").ShouldBeFalse(); // SQLite removes it with the last connection
        file.Execute("SELECT count(*) FROM notices").ShouldBe(storeFirst ? 301L : 300L);
    }

    [Fact]
    public async Task A_feed_tells_what_waits_though_the_store_was_disposed_of_before_it()
    {
        using var file = new TemporaryFile();
        SqliteSessionStore store = file.Open();
        var log = new SqliteRevocationLog(store);
        var feed = new LogRevocationFeed(log);
        await feed.StartAsync(CancellationToken.None);
        await store.DisposeAsync();
        RevocationNotice notice = LogDoors.Notice();
        Task publishing = feed.PublishAsync([notice], CancellationToken.None).AsTask();
        await feed.DisposeAsync();
        await log.DisposeAsync();
        await Task.WhenAny(publishing);
        file.Execute("SELECT count(*) FROM notices").ShouldBeOneOf(1L, 2L); // told again where the end came amid the telling
    }

    private sealed class Builder : ISessionStoreBuilder, IServiceProvider
    {
        internal Func<IServiceProvider, ISessionStore> Store { get; private set; } = null!;

        internal Func<IServiceProvider, IRevocationLog> Log { get; private set; } = null!;

        public void SetStore(Func<IServiceProvider, ISessionStore> create) => Store = create;

        public void SetLog(Func<IServiceProvider, IRevocationLog> create) => Log = create;

        public object? GetService(Type serviceType) => null;
    }
}
