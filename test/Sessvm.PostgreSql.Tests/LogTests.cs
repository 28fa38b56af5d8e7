using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Sessvm.PostgreSql.Internal;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.PostgreSql.Tests;

public sealed class LogTests(SharedServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly PostgreSqlStoreOptions _options = server.NewSchema();
    private PostgreSqlRevocationLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        _log = new PostgreSqlRevocationLog(_options);
        await _log.ReadAsync(null, 1, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task What_commits_late_behind_what_was_read_is_read_and_nothing_twice()
    {
        RevocationNotice late = Notice();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, late);

        RevocationNotice[] early = [Notice(), Notice(), Notice()];
        await _log.AppendAsync(early, CancellationToken.None);
        RevocationLogPage page = await _log.ReadAsync(null, 10, CancellationToken.None);
        page.Notices.ShouldBe(early);
        RevocationLogPage again = await _log.ReadAsync(page.Next, 10, CancellationToken.None);
        again.Notices.ShouldBeEmpty(); // though the transaction that began before them goes on
        await transaction.CommitAsync();
        again = await _log.ReadAsync(again.Next, 10, CancellationToken.None);
        again.Notices.ShouldBe([late]);
        (await _log.ReadAsync(again.Next, 10, CancellationToken.None)).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_commits_late_in_the_middle_of_a_series_of_pages_is_read()
    {
        RevocationNotice late = Notice();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, late);
        await _log.AppendAsync([.. Enumerable.Range(0, 10).Select(static _ => Notice())], CancellationToken.None);
        RevocationLogPage page = await _log.ReadAsync(null, 3, CancellationToken.None);
        await transaction.CommitAsync();
        var read = new List<RevocationNotice>(page.Notices);
        while (page.More)
        {
            page = await _log.ReadAsync(page.Next, 3, CancellationToken.None);
            read.AddRange(page.Notices);
        }

        read.ShouldContain(late);
        read.Distinct().Count().ShouldBe(11);
    }

    [Fact]
    public async Task What_was_appended_before_the_last_page_was_asked_for_is_in_it()
    {
        await _log.AppendAsync([.. Enumerable.Range(0, 7).Select(static _ => Notice())], CancellationToken.None);
        RevocationLogPage page = await _log.ReadAsync(null, 3, CancellationToken.None);
        RevocationNotice meanwhile = Notice();
        await _log.AppendAsync([meanwhile], CancellationToken.None);
        var read = new List<RevocationNotice>();
        while (page.More)
        {
            page = await _log.ReadAsync(page.Next, 3, CancellationToken.None);
            read.AddRange(page.Notices);
        }

        read.ShouldContain(meanwhile);
    }

    [Fact]
    public async Task A_notification_wakes_another_node()
    {
        await using var other = new PostgreSqlRevocationLog(_options);
        await _log.WaitAsync(Long, CancellationToken.None); // it listens: what was before, nobody told of
        Task waiting = _log.WaitAsync(Long, CancellationToken.None).AsTask();
        await other.AppendAsync([Notice()], CancellationToken.None);
        await waiting;
    }

    [Fact]
    public async Task What_was_notified_before_the_wait_began_ends_it()
    {
        await using var other = new PostgreSqlRevocationLog(_options);
        await _log.WaitAsync(Long, CancellationToken.None);
        await other.AppendAsync([Notice()], CancellationToken.None);
        await _log.WaitAsync(Long, CancellationToken.None);
    }

    [Fact]
    public async Task A_listening_connection_that_is_cut_is_opened_again()
    {
        await using var log = new PostgreSqlRevocationLog(
            _options with { ConnectionString = $"{server.ConnectionString};Application Name={_options.Schema}" });
        await log.WaitAsync(Long, CancellationToken.None);
        await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_options.Schema}'");
        await log.WaitAsync(Long, CancellationToken.None); // it listens again
        Task waiting = log.WaitAsync(Long, CancellationToken.None).AsTask();
        await _log.AppendAsync([Notice()], CancellationToken.None);
        await waiting;
    }

    [Fact]
    public async Task Through_a_pooler_the_wait_is_a_plain_one_by_the_clock()
    {
        var time = new FakeTimeProvider();
        var lines = new Lines();
        await using var log = new PostgreSqlRevocationLog(_options with { ConnectionString = server.PooledConnectionString }, lines, time);
        Task waiting = log.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None).AsTask();
        await lines.HasAsync("through a pooler");
        await log.AppendAsync([Notice()], CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(30));
        await waiting;
        (await server.ExecuteAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN {_options.Schema}%'")).ShouldBe(0);
    }

    [Fact]
    public async Task Old_notices_are_forgotten_in_batches_and_young_ones_are_not()
    {
        await _log.AppendAsync([.. Enumerable.Range(0, 10_000).Select(static _ => Notice())], CancellationToken.None);
        await _log.AppendAsync([.. Enumerable.Range(0, 2_000).Select(static _ => Notice())], CancellationToken.None);
        await server.ExecuteAsync($"UPDATE {_options.Schema}.revocations SET at = at - interval '2 hours'");
        RevocationNotice young = Notice();
        await _log.AppendAsync([young], CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask()));
        await _log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        (await _log.ReadAsync(null, 100, CancellationToken.None)).Notices.ShouldBe([young]);
    }

    [Fact]
    public async Task Rows_of_a_restored_server_s_future_are_read_from_the_oldest_on_and_not_for_ever()
    {
        RevocationNotice restored = Notice();
        await _log.AppendAsync([restored], CancellationToken.None);
        await server.ExecuteAsync($"UPDATE {_options.Schema}.revocations SET xid = '1000000000000'");
        RevocationLogPage page = await _log.ReadAsync(null, 10, CancellationToken.None);
        page.Notices.ShouldBe([restored]);
        (await _log.ReadAsync(page.Next, 10, CancellationToken.None)).Notices.ShouldBeEmpty();
        RevocationNotice young = Notice();
        await _log.AppendAsync([young], CancellationToken.None);
        (await _log.ReadAsync(page.Next, 10, CancellationToken.None)).Notices.ShouldBe([young]);
    }

    [Fact]
    public async Task A_cursor_from_another_server_or_ahead_of_this_one_reads_from_the_oldest_on()
    {
        RevocationNotice notice = Notice();
        await _log.AppendAsync([notice], CancellationToken.None);
        LogCursor here = LogCursor.Parse((await _log.ReadAsync(null, 10, CancellationToken.None)).Next)!;
        (await _log.ReadAsync(here.ToString(), 10, CancellationToken.None)).Notices.ShouldBeEmpty();
        (await _log.ReadAsync((here with { Server = here.Server + 1 }).ToString(), 10, CancellationToken.None)).Notices.ShouldBe([notice]);
        (await _log.ReadAsync((here with { Seen = "5000000000:5000000000:" }).ToString(), 10, CancellationToken.None)).Notices.ShouldBe([notice]);
        foreach (string wrong in new[] { "/", "1/2", $"{here.Server}/1:0:", $"{here.Server}/0:1:", $"{here.Server}/3:9:9", $"{here.Server}/3:9:5,4", $"{here}/", $"{here}/3:4:/x.1", $"{here}/3:4:/1", "99999999999999999999/1:1:" })
        {
            (await _log.ReadAsync(wrong, 10, CancellationToken.None)).Notices.ShouldBe([notice], wrong);
        }
    }

    [Fact]
    public async Task A_restart_of_the_server_is_told_once_to_whoever_follows_the_log()
    {
        await using PostgresServer own = await PostgresServer.StartAsync();
        await using var log = new PostgreSqlRevocationLog(new PostgreSqlStoreOptions { ConnectionString = own.ConnectionString, RetryFor = TimeSpan.FromMinutes(1), CommandTimeout = TimeSpan.FromMinutes(1) });
        RevocationNotice notice = Notice();
        await log.AppendAsync([notice], CancellationToken.None);
        string cursor = (await log.ReadAsync(null, 10, CancellationToken.None)).Next;
        await own.KillAsync();
        await own.StartAgainAsync();
        await StoreDoors.FailsAsync(() => log.ReadAsync(cursor, 10, CancellationToken.None).AsTask(), "read again from its beginning");
        (await log.ReadAsync(cursor, 10, CancellationToken.None)).Notices.ShouldBe([notice]);
    }

    [Fact]
    public async Task A_feed_over_the_log_hears_another_node_and_recovers_from_a_restart()
    {
        await using PostgresServer own = await PostgresServer.StartAsync();
        var options = new PostgreSqlStoreOptions { ConnectionString = own.ConnectionString };
        await using var log = new PostgreSqlRevocationLog(options);
        await using var otherLog = new PostgreSqlRevocationLog(options);
        await using var feed = new LogRevocationFeed(log);
        await using var other = new LogRevocationFeed(otherLog);
        var heard = new System.Collections.Concurrent.ConcurrentDictionary<RevocationNotice, bool>();
        var recovered = new TaskCompletionSource();
        feed.Heard += notice => heard[notice] = true;
        feed.Recovered += _ => recovered.TrySetResult();
        await feed.StartAsync(CancellationToken.None);
        await other.StartAsync(CancellationToken.None);
        RevocationNotice first = Notice();
        await PublishAsync(first);
        await Until(() => heard.ContainsKey(first));
        await own.KillAsync();
        await own.StartAgainAsync();
        RevocationNotice second = Notice();
        await PublishAsync(second);
        await Until(() => heard.ContainsKey(second));
        await recovered.Task;
        await Until(() => feed.IsCurrent);

        async Task PublishAsync(RevocationNotice notice)
        {
            try
            {
                await other.PublishAsync([notice], CancellationToken.None);
            }
            catch (SessionStoreException)
            {
                // late: it is told as soon as that can be
            }
        }
    }

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static RevocationNotice Notice() => new(SampleRows.Typical().Id, RevocationNotice.Everything, SampleRows.Start, EndReason.Revoked);

    private async Task InsertAsync(NpgsqlConnection connection, RevocationNotice notice)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO {_options.Schema}.revocations (notice) VALUES ($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RevocationNoticeCodec.Encode(notice) });
        await command.ExecuteNonQueryAsync();
    }
}
