using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Tests;

public sealed class ProcessTests
{
    private static readonly SqliteStoreOptions Impatient = new() { BusyTimeout = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Processes_that_make_the_file_at_once_all_get_it()
    {
        using var file = new TemporaryFile();
        OtherProcess[] processes = [.. Enumerable.Range(0, 4).Select(_ => new OtherProcess("create", file.Path))];
        foreach (OtherProcess process in processes)
        {
            (await process.LineAsync()).ShouldBe("ready");
        }

        Array.ForEach(processes, static process => process.Go());
        await using SqliteSessionStore store = file.Open();
        foreach (OtherProcess process in processes)
        {
            SessionId.TryParse(await process.LineAsync(), out SessionId id).ShouldBeTrue();
            await process.EndAsync();
            process.Dispose();
            (await store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_file_that_another_process_holds_can_be_read_and_is_written_once_it_is_free()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open(Impatient);
        SessionRow row = await store.AddedAsync();
        SessionRow refused = SampleRows.Typical();
        using var process = new OtherProcess("hold", file.Path);
        (await process.LineAsync()).ShouldBe("held");

        SessionStoreException trouble = await StoreDoors.FailsAsync(() => store.AddedAsync(refused), file, "locked by another process");
        trouble.InnerException.ShouldNotBeNull();
        (await store.HasAsync(row)).ShouldBeTrue();

        process.Go();
        await process.EndAsync();
        (await store.HasAsync(refused)).ShouldBeFalse();
        await store.AddedAsync(refused);
        (await store.HasAsync(refused)).ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_held_file()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await store.AddedAsync();
        using var process = new OtherProcess("hold", file.Path);
        (await process.LineAsync()).ShouldBe("held");
        using var cancel = new CancellationTokenSource();
        Task<AddResult> waiting = store.AddAsync(SampleRows.Typical(), AddTerms.None, SampleRows.Start, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        process.Go();
        await process.EndAsync();
        await store.AddedAsync();
    }
}
