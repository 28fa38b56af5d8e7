using System.Net;
using System.Net.Sockets;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Redis.Tests.Support;

/// <summary>Hears every command that a server is sent, as MONITOR tells them.</summary>
internal sealed class CommandMonitor : IDisposable
{
    // What the client sends of its own accord.
    private static readonly string[] Housekeeping = ["PING", "INFO", "ECHO", "CLUSTER"];

    private readonly TcpClient _client = new();
    private readonly RedisServer _server;
    private readonly StreamReader _lines;
    private int _steps;

    private CommandMonitor(RedisServer server)
    {
        _server = server;
        _client.Connect(IPAddress.Loopback, server.Port);
        _lines = new StreamReader(_client.GetStream());
    }

    internal static async Task<CommandMonitor> OnAsync(RedisServer server)
    {
        var monitor = new CommandMonitor(server);
        await monitor._client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        (await monitor._lines.ReadLineAsync()).ShouldBe("+OK");
        return monitor;
    }

    /// <summary>The commands that a step sends, in order; what scripts call on the server is not among them.</summary>
    internal async Task<string> CommandsOfAsync(Func<Task> step)
    {
        string end = $"\"step-{++_steps}\"";
        await step();
        await _server.ExecuteAsync("ECHO", end.Trim('"'));
        var commands = new List<string>();
        while (true)
        {
            string line = await _lines.ReadLineAsync() ?? throw new InvalidOperationException("The server is gone.");
            string[] parts = line.Split(' ', 5);
            string name = parts[3].Trim('"').ToUpperInvariant();
            if (line.Contains(end, StringComparison.Ordinal))
            {
                return string.Join(' ', commands);
            }

            if (parts[2] != "lua]" && !Housekeeping.Contains(name) && name is not ("CLIENT" or "HELLO" or "CONFIG" or "SUBSCRIBE" or "QUIT"))
            {
                commands.Add(name);
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _client.Dispose();
    }
}
