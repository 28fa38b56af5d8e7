using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>
/// Stands before a PostgreSQL and counts its answers: each ends with ReadyForQuery, whatever statements the client packed
/// together, so their number is that of the round trips. It can lose one.
/// </summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    private const byte ReadyForQuery = (byte)'Z';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _count;
    private int _losing;

    internal PostgresProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many round trips something takes.</summary>
    internal async Task<int> CountAsync(Func<Task> something)
    {
        int before = Volatile.Read(ref _count);
        await something();
        return Volatile.Read(ref _count) - before;
    }

    /// <summary>Lets the server do what it is asked next, and breaks the connection in place of its answer.</summary>
    internal void LoseNextAnswer() => Volatile.Write(ref _losing, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // that is how it ends
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            client.NoDelay = server.NoDelay = true;
            NetworkStream near = client.GetStream();
            NetworkStream far = server.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, _stop.Token), ForwardAsync(far, near));
        }
    }

    /// <summary>Forwards whole messages: a type, a length that counts itself, and the rest.</summary>
    private async Task ForwardAsync(NetworkStream from, NetworkStream to)
    {
        byte[] message = new byte[64 * 1024];
        try
        {
            while (true)
            {
                await from.ReadExactlyAsync(message.AsMemory(0, 5), _stop.Token);
                int length = 1 + BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1));
                if (length > message.Length)
                {
                    Array.Resize(ref message, length);
                }

                await from.ReadExactlyAsync(message.AsMemory(5, length - 5), _stop.Token);
                if (message[0] == ReadyForQuery)
                {
                    Interlocked.Increment(ref _count); // before its reader can go on
                    if (Interlocked.Exchange(ref _losing, 0) == 1)
                    {
                        return; // done, and nobody knows
                    }
                }

                if (Volatile.Read(ref _losing) == 0)
                {
                    await to.WriteAsync(message.AsMemory(0, length), _stop.Token);
                }
            }
        }
        catch (Exception closed) when (closed is IOException or OperationCanceledException)
        {
            // so is the other end
        }
    }
}
