using Sessvm.Redis.Internal;
using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using StackExchange.Redis;

namespace Sessvm.Redis.Tests;

/// <summary>What a step costs the server, as the server counts it.</summary>
public sealed class CostTests : IAsyncLifetime
{
    private readonly RedisServer _server = new();
    private ConnectionMultiplexer _operator = null!;
    private RedisSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _operator = await ConnectionMultiplexer.ConnectAsync($"{_server.Address},allowAdmin=true");
        _store = _server.NewStore();
    }

    [Fact]
    public async Task An_exchange_is_one_read_and_one_script_a_start_one_script_and_a_request_nothing()
    {
        using var monitor = await CommandMonitor.OnAsync(_server);
        var visitors = new Visitors(_store);
        var visitor = await visitors.StartAsync(); // the server is given the scripts
        visitors.Time.Advance(TimeSpan.FromHours(1));
        await monitor.CommandsOfAsync(() => visitor.ExchangeAsync());
        visitors.Time.Advance(TimeSpan.FromHours(1));
        (await monitor.CommandsOfAsync(async () => (await visitor.ExchangeAsync()).Refreshed.ShouldBeTrue())).ShouldBe("GET EVALSHA");
        (await monitor.CommandsOfAsync(() => visitors.StartAsync())).ShouldBe("EVALSHA");
        await visitor.AuthenticateAsync(); // its first sight is marked, off the path
        await visitors.Service.FlushAsync();
        await monitor.CommandsOfAsync(() => Task.CompletedTask);
        (await monitor.CommandsOfAsync(visitor.AuthenticateAsync)).ShouldBe("");
        await visitors.Service.DisposeAsync();
    }

    [Fact]
    public async Task Every_step_of_the_port_is_one_command_and_marks_are_one_for_each_shard()
    {
        using var monitor = await CommandMonitor.OnAsync(_server);
        var row = await _store.AddedAsync(SampleRows.Typical("alice"));
        var other = await _store.AddedAsync(SampleRows.Typical("alice"));
        var bob = await _store.AddedAsync(SampleRows.Typical("bob"));
        SessionMark[] marks = [.. new[] { row, other, bob, row }.Select(static one => new SessionMark(one.Id, 1, null, SampleRows.Start.AddDays(1)))];
        Func<Task>[] steps =
        [
            () => _store.AddAsync(SampleRows.Typical("alice"), new AddTerms(3, WhenFull.EvictOldest, [row.Device]), SampleRows.Start, CancellationToken.None).AsTask(),
            () => _store.UpdateAsync(SampleRows.Exchanged(other), other.Version, CancellationToken.None).AsTask(),
            () => _store.ListAsync("alice", SampleRows.Start, CancellationToken.None).AsTask(),
            () => _store.EndAsync(EndTarget.OfSubject("alice")).AsTask(),
            () => _store.EndAsync(EndTarget.OfFamily(bob.Family)).AsTask(),
        ];
        foreach (var step in steps)
        {
            await monitor.CommandsOfAsync(step); // the server is given the script
            (await monitor.CommandsOfAsync(step)).ShouldBe("EVALSHA");
        }

        await monitor.CommandsOfAsync(() => _store.TouchAsync(marks, CancellationToken.None).AsTask());
        (await monitor.CommandsOfAsync(() => _store.TouchAsync(marks, CancellationToken.None).AsTask())).ShouldBe("EVALSHA EVALSHA");
    }

    [Fact]
    public async Task A_row_and_its_index_expire_on_the_server_by_what_is_left_of_them()
    {
        var row = await _store.AddedAsync(SampleRows.Typical("alice", SampleRows.Start.AddDays(-400))); // whatever the clocks say
        var keys = new ShardKeys((await _operator.GetServer(_server.Address).KeysAsync().FirstAsync()).ToString().Split(':')[0]);
        await ExpiresAsync(keys.Session(row.Id), TimeSpan.FromDays(14));
        await ExpiresAsync(keys.Index(row.Id.Shard), TimeSpan.FromDays(30 + 14) + TimeSpan.FromHours(2));
        await _store.TouchAsync([new SessionMark(row.Id, 1, null, row.CreatedAt.AddDays(20))], CancellationToken.None);
        await ExpiresAsync(keys.Session(row.Id), TimeSpan.FromDays(10));
        await _store.EndAsync(EndTarget.One(row.Id));
        await ExpiresAsync(keys.Session(row.Id), TimeSpan.FromDays(10)); // R5: a tombstone stays as long
    }

    [Fact]
    public async Task What_has_expired_leaves_the_index_when_the_subject_is_touched_or_purged()
    {
        var gone = await _store.AddedAsync(SampleRows.Typical("alice"));
        var lost = await _store.AddedAsync(SampleRows.Typical("bob"));
        var database = _operator.GetDatabase();
        var keys = new ShardKeys((await _operator.GetServer(_server.Address).KeysAsync().FirstAsync()).ToString().Split(':')[0]);
        await database.KeyDeleteAsync([keys.Session(gone.Id), keys.Session(lost.Id)]);
        (await _store.ListAsync("alice", SampleRows.Start, CancellationToken.None)).ShouldBeEmpty();
        (await _store.AddAsync(SampleRows.Typical("alice"), new AddTerms(1, WhenFull.Reject, []), SampleRows.Start, CancellationToken.None)).Added.ShouldBeTrue();
        (await database.HashLengthAsync(keys.Index(gone.Id.Shard))).ShouldBe(1);
        (await _store.PurgeAsync(SampleRows.Start, 100, CancellationToken.None)).ShouldBe(new PurgeResult(0, More: false));
        (await database.KeyExistsAsync(keys.Index(lost.Id.Shard))).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_family_is_followed_by_the_index()
    {
        var root = await _store.AddedAsync(SampleRows.Typical("alice"));
        var row = await _store.AddedAsync(SampleRows.Typical("alice"));
        var child = row with { Family = root.Id, Version = row.Version.Next() };
        (await _store.UpdateAsync(child, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
        (await _store.EndAsync(EndTarget.OfFamily(root.Id))).Select(static ended => ended.Id).ShouldBe([root.Id, row.Id], ignoreOrder: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _operator.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task ExpiresAsync(RedisKey key, TimeSpan left)
    {
        var expires = (await _operator.GetDatabase().KeyTimeToLiveAsync(key)).ShouldNotBeNull();
        expires.ShouldBeInRange(left + TimeSpan.FromHours(2) - TimeSpan.FromMinutes(10), left + TimeSpan.FromHours(2));
    }
}
