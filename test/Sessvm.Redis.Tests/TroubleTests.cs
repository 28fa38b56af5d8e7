using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests;

/// <summary>A server in trouble is named with the way out, and the store goes on by itself when the trouble is over.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private readonly RedisServer _server = new();
    private RedisSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _store = _server.NewStore(TestStores.Impatient);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_and_the_store_goes_on_once_it_is_back()
    {
        int recoveries = 0;
        _store.Recovered += () => Interlocked.Increment(ref recoveries);
        await _store.AddedAsync();
        await _server.Process.KillAsync();
        await TestStores.FailsAsync(() => _store.AddedAsync(), $"{_server.Address} cannot be reached");
        await TestStores.FailsAsync(() => _store.HasAsync(SampleRows.Typical()), "cannot be reached");
        recoveries.ShouldBe(0);
        await _server.Process.StartAsync();
        await GoesOnAsync();
        recoveries.ShouldBeGreaterThan(0); // R5: what nodes remember is written again
    }

    [Fact]
    public async Task A_server_that_was_never_there_is_told_and_used_once_it_is()
    {
        await using var later = new RedisServer();
        await using var store = later.NewStore(TestStores.Impatient);
        await TestStores.FailsAsync(() => store.AddedAsync(), "cannot be reached");
        await later.InitializeAsync();
        await TestStores.UntilAsync(async () => await CanAddAsync(store));
    }

    [Fact]
    public async Task A_frozen_server_is_told_in_time_and_used_once_it_thaws()
    {
        var row = await _store.AddedAsync();
        await _server.Process.SignalAsync("STOP");
        var frozen = await TestStores.FailsAsync(() => _store.HasAsync(row), "does not answer in time");
        frozen.InnerException.ShouldNotBeNull();
        await TestStores.FailsAsync(() => _store.AddedAsync(), "does not answer in time");
        await _server.Process.SignalAsync("CONT");
        await GoesOnAsync();
        (await _store.HasAsync(row)).ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_frozen_server()
    {
        await using var patient = _server.NewStore(new RedisStoreOptions { Timeout = TimeSpan.FromMinutes(1) });
        var row = await patient.AddedAsync();
        await _server.Process.SignalAsync("STOP");
        using var cancel = new CancellationTokenSource();
        Task[] calls =
        [
            patient.FindAsync(row.Id, cancel.Token).AsTask(),
            patient.UpdateAsync(SampleRows.Exchanged(row), row.Version, cancel.Token).AsTask(),
            patient.EndAsync(EndTarget.One(row.Id), TestStores.SignedOut, cancel.Token).AsTask(),
            patient.BrowseAsync(null, 10, cancel.Token).AsTask(),
        ];
        await cancel.CancelAsync();
        foreach (var call in calls)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => call);
        }

        await _server.Process.SignalAsync("CONT");
        await patient.AddedAsync();
    }

    [Fact]
    public async Task A_read_only_replica_is_told_and_used_once_it_is_promoted()
    {
        var row = await _store.AddedAsync();
        await using var replica = new RedisServer($"replicaof 127.0.0.1 {_server.Port}");
        await replica.InitializeAsync();
        await using var store = new RedisSessionStore(TestStores.On(replica.Address, TestStores.Impatient));
        await TestStores.FailsAsync(() => store.AddedAsync(), "no master that takes writes");
        await TestStores.FailsAsync(() => store.HasAsync(row), "no master"); // never a stale row
        await TestStores.UntilAsync(async () => (await replica.ExecuteAsync("INFO", "replication")).ToString().Contains("master_link_status:up", StringComparison.Ordinal));
        await replica.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await TestStores.UntilAsync(async () => await CanAddAsync(store));
        (await store.HasAsync(row)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_master_that_becomes_a_replica_is_told()
    {
        await using var once = _server.NewStore(new RedisStoreOptions { RetryFor = TimeSpan.Zero });
        await once.AddedAsync();
        await using var master = new RedisServer();
        await master.InitializeAsync();
        await _server.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{master.Port}");
        await TestStores.FailsAsync(() => once.AddedAsync(), "read-only replica");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task<bool> CanAddAsync(RedisSessionStore store)
    {
        try
        {
            await store.AddedAsync();
            return true;
        }
        catch (SessionStoreException)
        {
            return false;
        }
    }

    private async Task GoesOnAsync()
    {
        await TestStores.UntilAsync(() => CanAddAsync(_store));
        (await _store.HasAsync(await _store.AddedAsync())).ShouldBeTrue();
    }
}
