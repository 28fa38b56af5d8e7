using System.Runtime.Versioning;
using Sessvm.Client.Tests.Support;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Client.Tests;

public sealed class FileTokenStoreTests : IDisposable
{
    private readonly string _directory = LocalServer.NewDirectory("tokens");

    private string File => Path.Combine(_directory, "app", "session");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_written_is_read_by_the_next_process()
    {
        await FileTokenStore.Open(File).WriteAsync(Rig.Tokens(refresh: true));

        (await FileTokenStore.Open(File).ReadAsync()).ShouldBe(Rig.Tokens(refresh: true));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_it_and_it_shows_no_token()
    {
        var store = FileTokenStore.Open(File);
        await using (await store.LockAsync())
        {
            await store.WriteAsync(Rig.Tokens(refresh: true));
        }

        string folder = Path.GetDirectoryName(File)!;
        string.Join(' ', Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order()).ShouldBe("session session.lock");
        foreach (string one in Directory.EnumerateFiles(folder))
        {
            System.IO.File.GetUnixFileMode(one).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            System.Text.Encoding.Latin1.GetString(await System.IO.File.ReadAllBytesAsync(one)).ShouldNotContain("token-");
        }

        foreach (string one in new[] { folder, Path.Combine(folder, "keys") })
        {
            System.IO.File.GetUnixFileMode(one).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_file_that_is_damaged_or_whose_key_is_gone_reads_as_none()
    {
        var store = FileTokenStore.Open(File);
        (await store.ReadAsync()).ShouldBeNull();
        await store.WriteAsync(Rig.Tokens());
        byte[] whole = await System.IO.File.ReadAllBytesAsync(File);
        for (int kept = 0; kept < whole.Length; kept += 7)
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..kept]);
            (await store.ReadAsync()).ShouldBeNull();
        }

        for (int at = 0; at < whole.Length; at += 5)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 1;
            await System.IO.File.WriteAllBytesAsync(File, flipped);
            (await store.ReadAsync()).ShouldBeNull();
        }

        await System.IO.File.WriteAllBytesAsync(File, whole);
        Directory.Delete(Path.Combine(Path.GetDirectoryName(File)!, "keys"), recursive: true);
        (await FileTokenStore.Open(File).ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task One_holds_the_lock_at_a_time_and_who_gives_up_waiting_leaves_nothing()
    {
        var one = FileTokenStore.Open(File);
        var two = FileTokenStore.Open(File);
        int inside = 0, most = 0, count = 0;
        await using (await one.LockAsync())
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Should.ThrowAsync<OperationCanceledException>(async () => await two.LockAsync(impatient.Token));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), async (number, _) =>
        {
            await using (await (number % 2 == 0 ? one : two).LockAsync())
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                count++;
                Interlocked.Decrement(ref inside);
            }
        });

        (most, count).ShouldBe((1, 100));
    }

    [Fact]
    public async Task A_reader_amid_writes_sees_one_or_the_other()
    {
        var writer = FileTokenStore.Open(File);
        var reader = FileTokenStore.Open(File);
        await writer.WriteAsync(Rig.Tokens(1));
        var writing = Task.Run(async () =>
        {
            for (int round = 0; round < 300; round++)
            {
                await writer.WriteAsync(Rig.Tokens(round % 2));
            }
        });
        while (!writing.IsCompleted)
        {
            (await reader.ReadAsync()).ShouldBeOneOf(Rig.Tokens(0), Rig.Tokens(1));
        }

        await writing;
        Directory.EnumerateFiles(Path.GetDirectoryName(File)!, "*.new").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(_directory, "file"), "");

        await Should.ThrowAsync<IOException>(async () => await new FileTokenStore(
            Path.Combine(_directory, "file", "session"), new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider()).WriteAsync(Rig.Tokens()));
    }
}
