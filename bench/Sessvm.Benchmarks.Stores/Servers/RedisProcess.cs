using System.Globalization;
using StackExchange.Redis;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Servers;

/// <summary>A redis-server on loopback, in an empty directory, with its own defaults but for what is kept on disk.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly string _directory = LocalServer.NewDirectory("bench-redis");
    private readonly LocalServer _process;
    private ConnectionMultiplexer? _admin;

    private RedisProcess(bool appendOnly)
    {
        int port = LocalServer.FreePort();
        Address = $"127.0.0.1:{port}";

        // No snapshots: one would fall into this round and not into that.
        string[] settings =
        [
            $"port {port}", "bind 127.0.0.1", $"dir {_directory}", "save \"\"", $"appendonly {(appendOnly ? "yes" : "no")}", "appendfsync everysec",
            "enable-debug-command local",
        ];
        string configuration = Path.Combine(_directory, "redis.conf");
        File.WriteAllLines(configuration, settings);
        _process = new LocalServer(LocalServer.Find("redis-server", "redis-server"), [configuration], AnswersAsync);
    }

    public string Address { get; }

    public int ProcessId => _process.ProcessId;

    private IServer Own => _admin!.GetServer(Address);

    public static async Task<RedisProcess> StartAsync(bool appendOnly = false)
    {
        var server = new RedisProcess(appendOnly);
        await server._process.StartAsync();
        return server;
    }

    /// <summary>What the server's allocator has handed out, in bytes.</summary>
    public async Task<long> UsedMemoryAsync()
    {
        IGrouping<string, KeyValuePair<string, string>>[] sections = await Own.InfoAsync("memory");
        return long.Parse(sections.SelectMany(static section => section).First(static entry => entry.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Waits until the tables of keys have moved to their last size. A server that is left alone takes minutes for that: until then
    /// they are there twice, and every command moves them on a little.
    /// </summary>
    public async Task SettleAsync()
    {
        await Own.ConfigSetAsync("hz", 500);
        while (((string?)await Own.ExecuteAsync("DEBUG", "HTSTATS", "0"))!.Contains("rehashing target", StringComparison.Ordinal))
        {
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }

        await Own.ConfigSetAsync("hz", 10);
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        _admin ??= await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true,connectTimeout=500,name=admin");
        return await _admin.GetDatabase().PingAsync() > TimeSpan.Zero;
    }
}
