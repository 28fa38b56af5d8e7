using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A <c>nats-server</c> with JetStream in a directory of its own, that outlives its process.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private readonly string _directory = LocalServer.NewDirectory("nats");
    private readonly int _port = LocalServer.FreePort();
    private readonly LocalServer _server;

    internal NatsServer() => _server = new LocalServer(
        LocalServer.Find("nats-server", "nats-server"),
        ["-js", "-sd", _directory, "-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture)],
        GreetsAsync);

    internal string Url => $"nats://127.0.0.1:{_port}";

    /// <summary>Starts it; also again, on the same port and directory.</summary>
    internal Task StartAsync() => _server.StartAsync();

    /// <summary><c>kill -9</c>.</summary>
    internal Task KillAsync() => _server.KillAsync();

    internal Task SignalAsync(string signal) => _server.SignalAsync(signal);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // It greets once it has recovered what is in its directory.
    private async Task<bool> GreetsAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        using var reader = new StreamReader(client.GetStream());
        return (await reader.ReadLineAsync())?.Contains("\"jetstream\":true", StringComparison.Ordinal) == true;
    }
}
