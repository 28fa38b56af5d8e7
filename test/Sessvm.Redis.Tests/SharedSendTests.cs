using Sessvm.Redis.Internal;
using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using StackExchange.Redis;

namespace Sessvm.Redis.Tests;

/// <summary>Commands of many callers that go to the server together.</summary>
public sealed class SharedSendTests(RedisServer server)
{
    private const int Callers = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Many_callers_at_once_get_each_their_own_answer()
    {
        await using var store = server.NewStore();
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, Callers).Select(place => store.AddedAsync(SampleRows.Typical($"user {place}"))));
        SessionRow[] next = [.. rows.Select(SampleRows.Exchanged)];
        UpdateOutcome[] outcomes = await Task.WhenAll(rows.Select((row, place) =>
            store.UpdateAsync(next[place], place % 2 == 0 ? row.Version : next[place].Version, CancellationToken.None).AsTask()));
        outcomes.Select((outcome, place) => outcome == (place % 2 == 0 ? UpdateOutcome.Updated : UpdateOutcome.Conflict)).ShouldAllBe(static right => right);
        SessionRow[] found = await Task.WhenAll(rows.Select(store.GetAsync));
        found.Select(static row => (row.Id, row.Version)).ShouldBe(
            rows.Select((row, place) => (row.Id, place % 2 == 0 ? next[place].Version : row.Version)));
    }

    [Fact]
    public async Task Who_goes_away_takes_nobody_with_him()
    {
        await using var store = server.NewStore();
        SessionRow row = await store.AddedAsync();
        using var gone = new CancellationTokenSource();
        Task<SessionRow?>[] finds = [.. Enumerable.Range(0, Callers).Select(
            caller => Task.Run(() => store.FindAsync(row.Id, caller % 2 == 0 ? gone.Token : CancellationToken.None).AsTask(), CancellationToken.None))];
        await gone.CancelAsync();
        for (int caller = 1; caller < Callers; caller += 2)
        {
            (await finds[caller]).ShouldNotBeNull();
        }

        await Task.WhenAll(finds).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        finds.ShouldAllBe(static find => find.IsCompletedSuccessfully || find.IsCanceled);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_on_a_store_that_is_disposed_of()
    {
        var store = server.NewStore();
        SessionRow row = await store.AddedAsync();
        Task[] finds = [.. Enumerable.Range(0, Callers).Select(_ => Task.Run(() => store.FindAsync(row.Id, CancellationToken.None).AsTask()))];
        await store.DisposeAsync();
        await Task.WhenAll(finds).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        finds.Select(static find => find.Exception?.InnerException)
            .ShouldAllBe(static trouble => trouble == null || trouble is ObjectDisposedException || trouble is SessionStoreException);
    }

    [Fact]
    public async Task All_whose_commands_cannot_be_sent_are_told()
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        IDatabase database = connection.GetDatabase();
        await connection.DisposeAsync();
        var sends = new SharedSends();
        Task[] sent = [.. Enumerable.Range(0, Callers).Select(_ => sends.SendAsync(
            database, "key", static (one, key, _) => one.StringGetAsync(key), new Attempt(IsFirst: true, Again: false, ByText: false)))];
        await Task.WhenAll(sent).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        sent.ShouldAllBe(static one => one.IsFaulted);
    }
}
