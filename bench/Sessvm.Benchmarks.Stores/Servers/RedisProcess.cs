using StackExchange.Redis;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Servers;

/// <summary>A redis-server on loopback, in an empty directory, with its own defaults but for what is kept on disk.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
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
        ];
        string configuration = Path.Combine(_directory, "redis.conf");
        File.WriteAllLines(configuration, settings);
        _process = new LocalServer(LocalServer.Find("redis-server", "redis-server"), [configuration], AnswersAsync);
    }

    public string Address { get; }

    public int ProcessId => _process.ProcessId;

    public static async Task<RedisProcess> StartAsync(bool appendOnly = false)
    {
        var server = new RedisProcess(appendOnly);
        await server._process.StartAsync();
        return server;
    }

    /// <summary>What the server's allocator has handed out, in bytes.</summary>
    public async Task<long> UsedMemoryAsync()
    {
        IGrouping<string, KeyValuePair<string, string>>[] sections = await _admin!.GetServer(Address).InfoAsync("memory");
        return long.Parse(sections.SelectMany(static section => section).First(static entry => entry.Key == "used_memory").Value);
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
