using StackExchange.Redis;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A redis-server on loopback, in an empty directory. As an assembly fixture it has no persistence and serves all tests.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private static int _prefixes;

    private readonly string _directory = LocalServer.NewDirectory("redis");
    private readonly LocalServer _process;

    /// <summary>Describes a server without persistence.</summary>
    public RedisServer()
        : this([])
    {
    }

    /// <summary>Describes a server.</summary>
    /// <param name="settings">Settings of redis.conf, each as <c>name value</c>.</param>
    internal RedisServer(params string[] settings)
    {
        string[] defaults =
        [
            $"port {Port}", "bind 127.0.0.1", "protected-mode no", $"dir {_directory}", "save \"\"", "appendonly no",
            // Tests open connections faster than people do.
            "tcp-backlog 1024",
        ];
        string configuration = Path.Combine(_directory, "redis.conf");
        File.WriteAllLines(configuration, [.. defaults, .. settings]);
        _process = new LocalServer(LocalServer.Find("redis-server", "redis-server"), [configuration], AnswersAsync);
    }

    internal int Port { get; } = LocalServer.FreePort();

    internal string Address => $"127.0.0.1:{Port}";

    internal LocalServer Process => _process;

    /// <summary>A prefix that no other test has.</summary>
    internal static string NewPrefix() => $"t{Interlocked.Increment(ref _prefixes)}";

    public async ValueTask InitializeAsync() => await _process.StartAsync();

    /// <summary>Sends a command, by a connection of its own.</summary>
    internal async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true,connectTimeout=2000,tiebreaker=");
        return await connection.GetServer(Address).ExecuteAsync(command, arguments);
    }

    /// <summary>Its name in its cluster.</summary>
    internal async Task<string> NodeIdAsync() => (string)(await ExecuteAsync("CLUSTER", "MYID"))!;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> AnswersAsync() => (string?)await ExecuteAsync("PING") == "PONG";
}
