using Sessvm.Redis.Tests.Support;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Redis.Tests;

/// <summary>What a log does beyond the contract: it wakes, and it notices that another server answers.</summary>
public sealed class LogTests(RedisServer server, RedisCluster cluster)
{
    [Fact]
    public Task An_appending_wakes_who_waits() => WakesAsync(server.Address);

    [Fact]
    public Task An_appending_wakes_who_waits_on_whatever_node_of_a_cluster() => WakesAsync(cluster.ConnectionString);

    [Fact]
    public async Task A_restart_makes_a_reading_fail_once_and_the_next_read_everything()
    {
        await using var own = new RedisServer("appendonly yes", "appendfsync always");
        await own.InitializeAsync();
        await using var log = own.NewLog(new RedisStoreOptions());
        var notice = Notice();
        await log.AppendAsync([notice], CancellationToken.None);
        string cursor = (await log.ReadAsync(null, 10, CancellationToken.None)).Next;
        await own.Process.KillAsync();
        await own.Process.StartAsync();
        var failures = new List<string>();
        RevocationLogPage? page = null;
        while (page is null)
        {
            try
            {
                page = await log.ReadAsync(cursor, 10, CancellationToken.None);
            }
            catch (SessionStoreException failure)
            {
                failures.Add(failure.Message);
            }
        }

        failures.Last().ShouldContain("may be lost");
        page.Notices.ShouldBe([notice]);
        (await log.ReadAsync(page.Next, 10, CancellationToken.None)).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_of_another_server_reads_from_the_oldest_on()
    {
        await using var elsewhere = cluster.NewLog();
        await elsewhere.AppendAsync([Notice()], CancellationToken.None);
        string cursor = (await elsewhere.ReadAsync(null, 10, CancellationToken.None)).Next;
        await using var log = server.NewLog();
        var notice = Notice();
        await log.AppendAsync([notice], CancellationToken.None);
        (await log.ReadAsync(cursor, 10, CancellationToken.None)).Notices.ShouldBe([notice]);
    }

    [Fact]
    public async Task A_log_that_went_back_is_read_from_the_oldest_on()
    {
        string prefix = RedisServer.NewPrefix();
        await using var log = server.NewLog(new RedisStoreOptions { KeyPrefix = prefix });
        await log.AppendAsync([Notice()], CancellationToken.None);
        string cursor = (await log.ReadAsync(null, 10, CancellationToken.None)).Next;
        await server.ExecuteAsync("DEL", $"{prefix}:feed");
        await server.ExecuteAsync("XADD", $"{prefix}:feed", "7-0", "n", RevocationNoticeCodec.Encode(Notice())); // an earlier clock
        (await log.ReadAsync(cursor, 10, CancellationToken.None)).Notices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Trimming_forgets_what_is_old()
    {
        await using var log = server.NewLog();
        await log.AppendAsync([.. Enumerable.Range(0, 1_000).Select(static _ => Notice())], CancellationToken.None);
        string cursor = (await log.ReadAsync(null, 10, CancellationToken.None)).Next;
        await TestStores.UntilAsync(async () =>
        {
            await log.TrimAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return (await log.ReadAsync(null, 1_000, CancellationToken.None)).Notices.Count <= 100; // the server trims by the hundred
        });
        var notice = Notice();
        await log.AppendAsync([notice], CancellationToken.None);
        (await log.ReadAsync(cursor, 1_000, CancellationToken.None)).Notices.ShouldContain(notice);
    }

    [Fact]
    public async Task A_feed_hears_other_nodes_and_begins_anew_after_a_restart()
    {
        await using var own = new RedisServer();
        await own.InitializeAsync();
        var options = new RedisStoreOptions { RetryFor = TimeSpan.Zero };
        await using var hearing = own.NewLog(options);
        await using var telling = own.NewLog(options);
        await using var feed = new LogRevocationFeed(hearing);
        await using var other = new LogRevocationFeed(telling);
        var heard = new System.Collections.Concurrent.ConcurrentBag<RevocationNotice>();
        var recovered = new TaskCompletionSource();
        feed.Heard += heard.Add;
        feed.Recovered += _ => recovered.TrySetResult();
        await feed.StartAsync(CancellationToken.None);
        await other.StartAsync(CancellationToken.None);
        var before = Notice();
        await other.PublishAsync([before], CancellationToken.None);
        await TestStores.UntilAsync(() => Task.FromResult(heard.Contains(before)));
        await own.Process.KillAsync();
        await own.Process.StartAsync();
        await recovered.Task; // so that what was lost is told again (R5)
        var after = Notice();
        await TestStores.UntilAsync(() => Task.FromResult(feed.IsCurrent && other.IsCurrent));
        await other.PublishAsync([after], CancellationToken.None);
        await TestStores.UntilAsync(() => Task.FromResult(heard.Contains(after)));
    }

    private static RevocationNotice Notice() =>
        new(SessionId.Create(Guid.NewGuid().ToString()), RevocationNotice.Everything, SampleRows.Start, EndReason.SignedOut);

    private static async Task WakesAsync(string connectionString)
    {
        var options = TestStores.On(connectionString);
        await using var waiting = new RedisRevocationLog(options);
        await using var telling = new RedisRevocationLog(options);
        for (int times = 0; times < 3; times++)
        {
            await waiting.ReadAsync(null, 10, CancellationToken.None);
            var wait = waiting.WaitAsync(TimeSpan.FromMinutes(10), CancellationToken.None).AsTask();
            await TestStores.UntilAsync(async () => // the first ones may come before the subscription is there
            {
                await telling.AppendAsync([Notice()], CancellationToken.None);
                return wait.IsCompleted;
            });
        }

        // What came since the last reading ends a wait that begins after it.
        await waiting.ReadAsync(null, 10, CancellationToken.None);
        await telling.AppendAsync([Notice()], CancellationToken.None);
        await waiting.WaitAsync(TimeSpan.FromMinutes(10), CancellationToken.None);
    }
}
