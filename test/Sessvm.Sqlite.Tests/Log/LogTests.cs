using Microsoft.Extensions.Time.Testing;
using Sessvm.Revocation;
using Sessvm.Sqlite.Internal;
using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.Sqlite.Tests;

public sealed class LogTests
{
    private readonly FakeTimeProvider _time = new(SampleRows.Start);

    [Fact]
    public async Task A_file_of_the_first_schema_keeps_its_rows_and_gains_a_log()
    {
        using var file = new TemporaryFile();
        SessionRow row = SampleRows.Full();
        using (var database = new Database($"Data Source={file.Path};Pooling=false", TimeSpan.FromSeconds(1)))
        {
            SqliteSchema.Prepare(database, file.Path, SqliteSchema.Steps[..1]);
            using var writer = database.Prepare("INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
            SessionRowColumns columns = SessionRowColumns.Of(row);
            writer.Bind(1, row.Id).Bind(2, columns.Version).Bind(3, columns.Generation).Bind(4, columns.LastSeenAt)
                .Bind(5, columns.SeenAt).Bind(6, columns.EndReason).Bind(7, columns.EndedAt).Bind(8, SessionRowCodec.Encode(row)).Run();
        }

        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store);
        RevocationNotice notice = await log.AppendedAsync();
        (await log.ReadAsync()).Notices.ShouldBe([notice]);
        RowText.Of(await store.FindAsync(row.Id, CancellationToken.None)).ShouldBe(RowText.Of(row));
    }

    [Fact]
    public async Task Notices_outlive_the_process()
    {
        using var file = new TemporaryFile();
        RevocationNotice notice;
        string cursor;
        await using (SqliteSessionStore store = file.Open())
        await using (var log = new SqliteRevocationLog(store))
        {
            notice = await log.AppendedAsync();
            cursor = (await log.ReadAsync()).Next;
        }

        await using SqliteSessionStore again = file.Open();
        await using var logAgain = new SqliteRevocationLog(again);
        (await logAgain.ReadAsync()).Notices.ShouldBe([notice]);
        (await logAgain.ReadAsync(cursor)).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_older_than_its_time_is_trimmed_and_what_is_younger_is_not()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store, _time);
        await log.AppendAsync([.. Enumerable.Range(0, 700).Select(static _ => LogDoors.Notice())], CancellationToken.None);
        string old = (await log.ReadAsync()).Next;
        _time.Advance(TimeSpan.FromMinutes(30));
        RevocationNotice young = await log.AppendedAsync();
        _time.Advance(TimeSpan.FromMinutes(30));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        (await log.ReadAsync()).Notices.Count.ShouldBe(701); // an hour old is not older than an hour
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        RevocationLogPage page = await log.ReadAsync();
        page.Notices.ShouldBe([young]);
        (await log.ReadAsync(old)).Notices.ShouldBe([young]); // though what the cursor names is gone
        _time.Advance(TimeSpan.FromHours(1));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        (await log.ReadAsync()).Notices.ShouldBeEmpty();
        RevocationNotice next = await log.AppendedAsync(); // no number is given twice, so this is not taken for one that was read
        (await log.ReadAsync(page.Next)).Notices.ShouldBe([next]);
    }

    [Fact]
    public async Task A_cursor_from_before_a_backup_was_restored_reads_all_that_is_kept()
    {
        using var file = new TemporaryFile();
        string backup = file.Path + ".backup";
        string cursor;
        RevocationNotice kept;
        await using (SqliteSessionStore store = file.Open())
        await using (var log = new SqliteRevocationLog(store, _time))
        {
            kept = await log.AppendedAsync();
            file.Execute($"VACUUM INTO '{backup}'");
            await log.AppendedAsync();
            await log.AppendedAsync();
            cursor = (await log.ReadAsync()).Next;
        }

        File.Move(backup, file.Path, overwrite: true);
        _time.Advance(TimeSpan.FromMinutes(1));
        await using SqliteSessionStore restored = file.Open();
        await using var again = new SqliteRevocationLog(restored, _time);
        (await again.ReadAsync(cursor)).Notices.ShouldBe([kept]); // ahead of the file
        RevocationNotice[] later = [await again.AppendedAsync(), await again.AppendedAsync(), await again.AppendedAsync()];
        (await again.ReadAsync(cursor)).Notices.ShouldBe([kept, .. later]); // the same number, another notice
    }

    [Fact]
    public async Task Waiting_ends_once_another_log_on_the_file_has_appended()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore here = file.Open();
        await using SqliteSessionStore there = file.Open();
        await using var log = new SqliteRevocationLog(here);
        await using var other = new SqliteRevocationLog(there);
        Task waiting = log.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask();
        RevocationNotice notice = await other.AppendedAsync();
        await waiting;
        (await log.ReadAsync()).Notices.ShouldBe([notice]);

        await other.AppendedAsync(); // before the wait begins
        await log.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None);
    }

    [Fact]
    public async Task Waiting_goes_by_the_clock_it_was_given_also_on_a_log_that_was_trimmed_empty()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store, _time);
        await log.AppendedAsync();
        string cursor = (await log.ReadAsync()).Next;
        _time.Advance(TimeSpan.FromMinutes(1));
        await log.TrimAsync(TimeSpan.Zero, CancellationToken.None);
        await log.ReadAsync(cursor);
        Task waiting = log.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None).AsTask();
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        await waiting;
        _time.GetUtcNow().ShouldBeGreaterThanOrEqualTo(SampleRows.Start + TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Trouble_with_the_file_is_told_and_the_log_goes_on_once_it_is_over()
    {
        using var file = new TemporaryFile();
        string directory = Path.GetDirectoryName(file.Path)!;
        Directory.Delete(directory);
        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store);
        await StoreDoors.FailsAsync(() => log.AppendedAsync(), file, "directory does not exist");
        await StoreDoors.FailsAsync(() => log.ReadAsync(), file, "directory does not exist");
        await StoreDoors.FailsAsync(() => log.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask(), file, "directory does not exist");
        Directory.CreateDirectory(directory);
        RevocationNotice notice = await log.AppendedAsync();
        file.Execute("UPDATE notices SET notice = x'09'");
        (await Should.ThrowAsync<SessionStoreException>(() => log.ReadAsync())).Message.ShouldContain("clear the log");
        file.Execute("DELETE FROM notices");
        (await log.ReadAsync()).Notices.ShouldNotContain(notice);
    }

    [Fact]
    public async Task A_wrong_call_is_the_caller_s_mistake()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store);
        await Should.ThrowAsync<ArgumentException>(async () => await log.AppendAsync([], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await log.AppendAsync(new RevocationNotice[10_001], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await log.ReadAsync(null, 0, CancellationToken.None));
    }
}
