using Microsoft.Data.Sqlite;
using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.Sqlite.Tests;

public sealed class TroubleTests
{
    [Fact]
    public async Task A_missing_directory_is_told_and_the_store_goes_on_once_it_is_there()
    {
        using var file = new TemporaryFile();
        string directory = Path.GetDirectoryName(file.Path)!;
        Directory.Delete(directory);
        await using SqliteSessionStore store = file.Open();
        await StoreDoors.FailsAsync(() => store.AddedAsync(), file, "directory does not exist");
        await StoreDoors.FailsAsync(() => store.HasAsync(SampleRows.Typical()), file, "directory does not exist");
        Directory.CreateDirectory(directory);
        (await store.HasAsync(await store.AddedAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_the_store_goes_on_once_it_is_restored()
    {
        using var file = new TemporaryFile();
        SessionRow row;
        await using (SqliteSessionStore first = file.Open())
        {
            row = await first.AddedAsync();
        }

        byte[] healthy = await File.ReadAllBytesAsync(file.Path);
        await File.WriteAllTextAsync(file.Path, new string('x', healthy.Length));
        await using SqliteSessionStore store = file.Open();
        await StoreDoors.FailsAsync(() => store.HasAsync(row), file, "damaged");
        await StoreDoors.FailsAsync(() => store.AddedAsync(), file, "damaged");
        await File.WriteAllBytesAsync(file.Path, healthy);
        (await store.HasAsync(row)).ShouldBeTrue();
        (await store.HasAsync(await store.AddedAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_holds_up_no_purge_and_is_told_to_whoever_asks_for_it()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        SessionRow[] rows = [await store.AddedAsync(), await store.AddedAsync(), await store.AddedAsync()];
        SessionRow broken = rows.OrderBy(row => row.Id).First();
        await using (var other = new SqliteConnection($"Data Source={file.Path}"))
        {
            await other.OpenAsync();
            using var command = other.CreateCommand();
            command.CommandText = "UPDATE sessions SET body = x'FF' WHERE id = $id";
            command.Parameters.AddWithValue("$id", broken.Id.ToByteArray());
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        (await store.PurgeAsync(broken.LapsesAt.AddDays(1), 100, CancellationToken.None)).Removed.ShouldBe(2);
        await Should.ThrowAsync<SessionStoreException>(() => store.HasAsync(broken));
    }

    [Fact]
    public async Task A_read_only_file_is_read_and_says_so_when_written()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore writable = file.Open();
        SessionRow row = await writable.AddedAsync();
        await using SqliteSessionStore store = file.Open(new SqliteStoreOptions { ConnectionString = $"Data Source={file.Path};Mode=ReadOnly" });
        (await store.HasAsync(row)).ShouldBeTrue();
        await StoreDoors.FailsAsync(() => store.AddedAsync(), file, "read-only");
        (await store.HasAsync(row)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_file_loses_nothing_and_goes_on_once_there_is_room()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open(new SqliteStoreOptions { MaxFileSize = 65_536 });
        SessionRow[] rows = [.. Enumerable.Range(0, 1_000).Select(static _ => SampleRows.Typical())];
        Task[] adds = [.. rows.Select(row => store.AddedAsync(row))];
        foreach (Task add in adds)
        {
            await add.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        adds.ShouldContain(static add => add.IsCompletedSuccessfully);
        await StoreDoors.FailsAsync(() => adds.First(static add => add.IsFaulted), file, "cannot grow");
        for (int i = 0; i < rows.Length; i++)
        {
            (await store.HasAsync(rows[i])).ShouldBe(adds[i].IsCompletedSuccessfully);
        }

        while ((await store.PurgeAsync(rows[0].Deadline.AddDays(1), 100, CancellationToken.None)).More)
        {
        }

        (await store.HasAsync(await store.AddedAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_its_own_operations_only()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        SessionRow bad = await store.AddedAsync(SampleRows.Typical("alice"));
        file.Execute("UPDATE sessions SET body = x'01ffff'");
        Task<SessionRow>[] adds = [.. Enumerable.Range(0, 50).Select(_ => store.AddedAsync())];
        Task<IReadOnlyList<SessionRow>> end = store.EndAsync(
            EndTarget.OfSubject("alice"), new SessionEnd(EndReason.Revoked, SampleRows.Start), CancellationToken.None).AsTask();
        await Task.WhenAll(adds);
        (await Should.ThrowAsync<SessionStoreException>(() => end)).Message.ShouldContain(bad.Id.ToString());
        await Should.ThrowAsync<SessionStoreException>(() => store.HasAsync(bad));
        (await store.HasAsync(await adds[7])).ShouldBeTrue();
    }

    [Fact]
    public async Task An_operation_that_the_database_refuses_fails_alone()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        SessionRow poison = SampleRows.Typical();
        await store.OpenAsync(CancellationToken.None);
        file.Execute($"""
            CREATE TRIGGER poison BEFORE INSERT ON sessions WHEN NEW.id = x'{Convert.ToHexString(poison.Id.ToByteArray())}'
            BEGIN SELECT raise(ABORT, 'refused'); END
            """);
        Task<SessionRow>[] before = [.. Enumerable.Range(0, 50).Select(_ => store.AddedAsync())];
        Task<SessionRow> refused = store.AddedAsync(poison);
        Task<SessionRow>[] after = [.. Enumerable.Range(0, 50).Select(_ => store.AddedAsync())];
        await StoreDoors.FailsAsync(() => refused, file, "refused");
        foreach (Task<SessionRow> add in before.Concat(after))
        {
            (await store.HasAsync(await add)).ShouldBeTrue();
        }
    }
}
