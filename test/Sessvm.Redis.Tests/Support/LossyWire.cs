using System.Net;
using System.Net.Sockets;

namespace Sessvm.Redis.Tests.Support;

/// <summary>A way to a server that can lose an answer: what was asked arrives and is done, and then the connection is gone.</summary>
internal sealed class LossyWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private byte[]? _fatal;

    internal LossyWire(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>How many answers were lost.</summary>
    internal int Lost { get; private set; }

    /// <summary>Has the answer lost to the next request that holds some bytes.</summary>
    internal void LoseAnswerTo(byte[] request) => Volatile.Write(ref _fatal, request);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            bool isFatal = false;
            await Task.WhenAny(
                CopyAsync(client, server, asked =>
                {
                    // One connection's requests are few here, so a request comes in one piece.
                    if (Volatile.Read(ref _fatal) is { } fatal && asked.IndexOf(fatal) >= 0)
                    {
                        Volatile.Write(ref _fatal, null);
                        isFatal = true;
                    }

                    return true;
                }),
                CopyAsync(server, client, _ =>
                {
                    Lost += isFatal ? 1 : 0;
                    return !isFatal;
                })).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Piece passes)
    {
        var buffer = new byte[65_536];
        while (true)
        {
            int read = await from.GetStream().ReadAsync(buffer, _stop.Token);
            if (read == 0 || !passes(buffer.AsSpan(0, read)))
            {
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private delegate bool Piece(ReadOnlySpan<byte> bytes);
}
