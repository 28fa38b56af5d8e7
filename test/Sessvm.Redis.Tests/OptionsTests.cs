using Microsoft.Extensions.DependencyInjection;
using Sessvm.Redis.Tests.Support;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;
using StackExchange.Redis;

namespace Sessvm.Redis.Tests;

public sealed class OptionsTests(RedisServer server)
{
    [Fact]
    public async Task Wrong_options_are_the_caller_s_mistake()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var right = new RedisStoreOptions { ConnectionString = "localhost" };
        RedisStoreOptions[] wrong =
        [
            new(),
            right with { Connection = connection },
            right with { ConnectionString = "localhost,nonsense=1" },
            right with { ConnectionString = "" },
            right with { KeyPrefix = "" },
            right with { KeyPrefix = "a{b}" },
            right with { KeyPrefix = new string('x', 33) },
            right with { Timeout = TimeSpan.Zero },
            right with { RetryFor = TimeSpan.FromMinutes(2) },
            right with { ReplicasForEnds = 17 },
            new() { Connection = connection, ReplicasForEnds = 1 },
        ];
        foreach (var options in wrong)
        {
            Should.Throw<ArgumentException>(() => new RedisSessionStore(options));
            Should.Throw<ArgumentException>(() => new RedisRevocationLog(options));
        }
    }

    [Fact]
    public void Options_do_not_tell_the_password() => // R9
        new RedisStoreOptions { ConnectionString = "localhost,password=hushhush" }.ToString().ShouldNotContain("hushhush");

    [Fact]
    public async Task A_connection_of_the_application_s_is_used_and_stays_open()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var options = new RedisStoreOptions { Connection = connection, KeyPrefix = RedisServer.NewPrefix() };
        SessionRow row;
        await using (var store = new RedisSessionStore(options))
        await using (var log = new RedisRevocationLog(options))
        {
            row = await store.AddedAsync();
            await log.AppendAsync([new RevocationNotice(row.Id, 2, SampleRows.Start, null)], CancellationToken.None);
        }

        await using var again = new RedisSessionStore(options);
        (await again.HasAsync(row)).ShouldBeTrue();
        connection.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Prefixes_keep_applications_apart()
    {
        await using var one = server.NewStore();
        await using var other = server.NewStore();
        var row = await one.AddedAsync(SampleRows.Typical("alice"));
        (await other.HasAsync(row)).ShouldBeFalse();
        (await other.ListAsync("alice", SampleRows.Start, CancellationToken.None)).ShouldBeEmpty();
        (await other.BrowseAsync(null, 10, CancellationToken.None)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_and_log_of_a_builder_share_one_connection_that_the_last_of_them_closes()
    {
        await using var own = new RedisServer();
        await own.InitializeAsync();
        var builder = new Builder();
        builder.UseRedis(own.Address).ShouldBeSameAs(builder);
        var store = (RedisSessionStore)builder.Store!(null!);
        var log = (RedisRevocationLog)builder.Log!(null!);
        var row = await store.AddedAsync();
        await log.ReadAsync(null, 10, CancellationToken.None);
        (await ConnectionsAsync(own)).ShouldBe(1);
        await log.DisposeAsync();
        await log.DisposeAsync();
        (await store.HasAsync(row)).ShouldBeTrue();
        await store.DisposeAsync();
        await TestStores.UntilAsync(async () => await ConnectionsAsync(own) == 0);
        await Should.ThrowAsync<ObjectDisposedException>(() => store.HasAsync(row));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await log.ReadAsync(null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task The_page_s_examples_work()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var builder = new Builder();

        #region snippet: use-redis
        builder.UseRedis("redis.internal:6379,password=…,ssl=true");
        #endregion

        #region snippet: use-redis-options
        builder.UseRedis(new RedisStoreOptions
        {
            Connection = connection,
            KeyPrefix = "shop",
            Timeout = TimeSpan.FromSeconds(1),
            RetryFor = TimeSpan.FromSeconds(8),
        });
        #endregion

        await using var store = (RedisSessionStore)builder.Store!(null!);
        await store.AddedAsync();
    }

    private static async Task<int> ConnectionsAsync(RedisServer server)
    {
        string clients = (string)(await server.ExecuteAsync("CLIENT", "LIST", "TYPE", "normal"))!;
        return clients.Split('\n').Count(static line => line.Contains("name=sessvm ", StringComparison.Ordinal));
    }

    private sealed class Builder : ISessionStoreBuilder
    {
        internal Func<IServiceProvider, ISessionStore>? Store { get; private set; }

        internal Func<IServiceProvider, IRevocationLog>? Log { get; private set; }

        public void SetStore(Func<IServiceProvider, ISessionStore> create) => Store = create;

        public void SetLog(Func<IServiceProvider, IRevocationLog> create) => Log = create;
    }
}
