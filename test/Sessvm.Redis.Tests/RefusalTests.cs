using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using StackExchange.Redis;

namespace Sessvm.Redis.Tests;

/// <summary>A server that answers, and will not do it.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly RedisServer _server = new("user limited on >secret ~* &* +@all -evalsha -eval");
    private RedisSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _store = _server.NewStore(TestStores.Impatient);
    }

    [Fact]
    public async Task A_full_server_is_told_and_loses_nothing()
    {
        var row = await _store.AddedAsync();
        await _server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        await TestStores.FailsAsync(() => _store.AddedAsync(), "noeviction");
        await TestStores.FailsAsync(() => _store.UpdateAsync(SampleRows.Exchanged(row), row.Version, CancellationToken.None).AsTask(), "is full");
        RowText.Of(await _store.GetAsync(row)).ShouldBe(RowText.Of(row));
        await _server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await _store.AddedAsync();
    }

    [Fact]
    public async Task A_held_up_server_is_waited_for()
    {
        await using var patient = _server.NewStore();
        await patient.AddedAsync();
        await _server.ExecuteAsync("CONFIG", "SET", "busy-reply-threshold", "20");
        Task busy = _server.ExecuteAsync("EVAL", "local t = redis.call('TIME') repeat local n = redis.call('TIME') until n[1] - t[1] >= 2", 0);
        await patient.AddedAsync();
        await busy;
    }

    [Fact]
    public async Task A_server_without_scripts_is_told_with_the_command()
    {
        await using var limited = new RedisServer("rename-command EVALSHA \"\"");
        await limited.InitializeAsync();
        await using var store = limited.NewStore(TestStores.Impatient);
        await TestStores.FailsAsync(() => store.AddedAsync(), "EVALSHA");
    }

    [Fact]
    public async Task A_server_without_streams_is_told_with_the_command()
    {
        await using var limited = new RedisServer("rename-command XADD \"\"");
        await limited.InitializeAsync();
        await using var log = limited.NewLog(TestStores.Impatient);
        await TestStores.FailsAsync(async () => await log.AppendAsync([default], CancellationToken.None), "XADD");
    }

    [Fact]
    public async Task What_a_user_may_not_do_is_told_and_no_password()
    {
        await using var store = new RedisSessionStore(TestStores.On($"{_server.Address},user=limited,password=secret", TestStores.Impatient));
        var trouble = await TestStores.FailsAsync(() => store.AddedAsync(), "does not let this user");
        trouble.ToString().ShouldNotContain("secret"); // R9
        await _server.ExecuteAsync("ACL", "SETUSER", "default", "off");
        await using var wrong = new RedisSessionStore(TestStores.On($"{_server.Address},user=limited,password=hushhush", TestStores.Impatient));
        trouble = await TestStores.FailsAsync(() => wrong.AddedAsync(), "refuses the password");
        trouble.ToString().ShouldNotContain("hushhush");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_told_and_holds_up_no_purge()
    {
        var rows = new List<SessionRow>();
        for (int i = 0; i < 3; i++)
        {
            rows.Add(await _store.AddedAsync(SampleRows.Typical("alice")));
        }

        var broken = rows[1];
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_server.Address);
        var keys = new Internal.ShardKeys("sv");
        await connection.GetDatabase().StringSetAsync(keys.Session(broken.Id), "\u0002 of a newer version, and longer than the head of a row is, which has 74 bytes");
        await TestStores.FailsAsync(() => _store.HasAsync(broken), broken.Id.ToString());
        await TestStores.FailsAsync(() => _store.UpdateAsync(SampleRows.Exchanged(broken), broken.Version, CancellationToken.None).AsTask(), "newer");
        await TestStores.FailsAsync(() => _store.EndAsync(EndTarget.OfSubject("alice")).AsTask(), "newer");
        RowText.Of(await _store.GetAsync(rows[0])).ShouldBe(RowText.Of(rows[0])); // a refused step has changed nothing
        (await _store.PurgeAsync(broken.LapsesAt.AddDays(1), 100, CancellationToken.None)).Removed.ShouldBe(2);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }
}
