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

    [Fact]
    public async Task All_whose_rows_share_a_command_that_cannot_be_sent_are_told()
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        IDatabase database = connection.GetDatabase();
        await connection.DisposeAsync();
        var reads = new SharedCommand<RedisKey, RedisValue>(static (one, keys) => one.StringGetAsync([.. keys]));
        Task[] sent = [.. Enumerable.Range(0, Callers).Select(_ => reads.SendAsync(database, "key"))];
        await Task.WhenAll(sent).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        sent.ShouldAllBe(static one => one.IsFaulted);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_nobody_whose_command_it_shares()
    {
        string prefix = RedisServer.NewPrefix();
        await using var store = server.NewStore(new RedisStoreOptions { KeyPrefix = prefix });
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, Callers).Select(place => store.AddedAsync(SampleRows.Typical($"user {place}"))));
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var keys = new ShardKeys(prefix);
        await connection.GetDatabase().StringSetAsync(keys.Session(rows[1].Id), "nonsense");
        await connection.GetDatabase().KeyDeleteAsync(keys.Session(rows[2].Id));
        await connection.GetDatabase().ListLeftPushAsync(keys.Session(rows[2].Id), "of another kind");
        Task<UpdateOutcome>[] updates = [.. rows.Select(row => store.UpdateAsync(SampleRows.Exchanged(row), row.Version, CancellationToken.None).AsTask())];
        await Task.WhenAll(updates).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        updates[1].Exception!.InnerException.ShouldBeOfType<SessionStoreException>().Message.ShouldContain("newer format");
        updates[2].Exception!.InnerException.ShouldBeOfType<SessionStoreException>().Message.ShouldContain("KeyPrefix");
        updates.Where((_, place) => place is not (1 or 2)).ShouldAllBe(static update => update.Result == UpdateOutcome.Updated);
    }
}
