using Sessvm.Sqlite.Internal;
using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.Sqlite.Tests;

public sealed class FileTests
{
    [Fact]
    public void Options_do_not_tell_what_may_be_secret() => // R9
        new SqliteStoreOptions { ConnectionString = "Data Source=x.db;Password=hunter2" }.ToString().ShouldNotContain("hunter2");

    [Fact]
    public async Task The_file_and_its_log_are_readable_by_their_owner_only()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await store.AddedAsync();
        foreach (string path in Directory.GetFiles(Path.GetDirectoryName(file.Path)!))
        {
            if (!OperatingSystem.IsWindows()) // which has no modes
            {
                File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
            }
        }
    }

    [Fact]
    public async Task Rows_outlive_the_store()
    {
        using var file = new TemporaryFile();
        SessionRow row = SampleRows.Full();
        await using (SqliteSessionStore store = file.Open())
        {
            await store.AddedAsync(row);
        }

        await using SqliteSessionStore again = file.Open();
        RowText.Of(await again.FindAsync(row.Id, CancellationToken.None)).ShouldBe(RowText.Of(row));
    }

    [Fact]
    public async Task Disposing_does_the_writes_that_wait()
    {
        using var file = new TemporaryFile();
        SqliteSessionStore store = file.Open();
        Task<SessionRow>[] adds = [.. Enumerable.Range(0, 500).Select(_ => store.AddedAsync())];
        await store.DisposeAsync();
        await Task.WhenAll(adds);
        await Should.ThrowAsync<ObjectDisposedException>(() => store.AddedAsync());
        await Should.ThrowAsync<ObjectDisposedException>(() => store.HasAsync(adds[0].Result));
        await store.DisposeAsync();
        await using SqliteSessionStore again = file.Open();
        (await again.HasAsync(await adds[499])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_alone()
    {
        using var file = new TemporaryFile();
        await using (SqliteSessionStore store = file.Open())
        {
            await store.AddedAsync();
        }

        file.Execute("PRAGMA user_version = 99");
        await using SqliteSessionStore older = file.Open();
        await StoreDoors.FailsAsync(() => older.AddedAsync(), file, "Upgrade this node");
        file.Execute("PRAGMA user_version").ShouldBe(99L);
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_left_alone()
    {
        using var file = new TemporaryFile();
        file.Execute("CREATE TABLE customers (name TEXT)");
        await using SqliteSessionStore store = file.Open();
        await StoreDoors.FailsAsync(() => store.AddedAsync(), file, "a file of its own");
        file.Execute("SELECT count(*) FROM sqlite_schema").ShouldBe(1L);
    }

    [Fact]
    public void An_earlier_schema_takes_the_steps_it_lacks_once()
    {
        using var file = new TemporaryFile();
        string[] steps = [.. SqliteSchema.Steps, "ALTER TABLE sessions ADD COLUMN note TEXT"];
        using var database = new Database($"Data Source={file.Path};Pooling=false", TimeSpan.FromSeconds(1));
        SqliteSchema.Prepare(database, file.Path, SqliteSchema.Steps);
        database.Execute("INSERT INTO sessions VALUES (x'00', 1, 1, 1, NULL, 0, 0, x'00')");
        SqliteSchema.Prepare(database, file.Path, steps);
        SqliteSchema.Prepare(database, file.Path, steps);
        database.Number("PRAGMA user_version").ShouldBe(steps.Length);
        database.Number("SELECT count(*) FROM sessions WHERE note IS NULL").ShouldBe(1);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_schema_as_it_was()
    {
        using var file = new TemporaryFile();
        using var database = new Database($"Data Source={file.Path};Pooling=false", TimeSpan.FromSeconds(1));
        SqliteSchema.Prepare(database, file.Path, SqliteSchema.Steps);
        string[] steps = [.. SqliteSchema.Steps, "CREATE TABLE more (id INTEGER)", "nonsense"];
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => SqliteSchema.Prepare(database, file.Path, steps));
        database.Number("PRAGMA user_version").ShouldBe(SqliteSchema.Steps.Length);
        database.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").ShouldBe(0);
    }

    [Fact]
    public void Wrong_options_are_the_caller_s_mistake()
    {
        SqliteStoreOptions[] wrong =
        [
            new(),
            new() { Path = "a", ConnectionString = "Data Source=b" },
            new() { Path = ":memory:" },
            new() { ConnectionString = "Data Source=a;Mode=Memory;Cache=Shared" },
            new() { ConnectionString = "Mode=ReadOnly" },
            new() { Path = "a", BusyTimeout = TimeSpan.FromMinutes(2) },
            new() { Path = "a", MaxFileSize = 1 },
            new() { Path = "a", Durability = (SqliteDurability)9 },
        ];
        foreach (SqliteStoreOptions options in wrong)
        {
            Should.Throw<ArgumentException>(() => new SqliteSessionStore(options));
        }
    }
}
