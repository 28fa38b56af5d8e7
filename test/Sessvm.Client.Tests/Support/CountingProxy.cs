using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sessvm.Client.Tests.Support;

/// <summary>Passes bytes on to a server, and counts the exchanges among them, whoever sends them.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private int _exchanges;

    public CountingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public int Exchanges => Volatile.Read(ref _exchanges);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await ((Task)_accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_over.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _over.Token);
                await Task.WhenAny(PassAsync(client, server, counts: true), PassAsync(server, client, counts: false));
            }
            catch (Exception) // a connection that breaks is what a proxy sees every day
            {
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool counts)
    {
        byte[] piece = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(piece, _over.Token)) > 0)
        {
            // The client sends the head of a request in one piece.
            string text = counts ? Encoding.Latin1.GetString(piece, 0, read) : "";
            if (text.StartsWith("POST /auth/refresh ", StringComparison.Ordinal) || text.StartsWith("POST /auth/rotate ", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _exchanges);
            }

            await to.GetStream().WriteAsync(piece.AsMemory(0, read), _over.Token);
        }
    }
}
