using System.Net;
using System.Net.Sockets;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A cable between clients and one server, both on loopback. A test may cut it, let it hang, heal it, or plug it in elsewhere.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Link> _links = [];
    private readonly Task _accepting;
    private TaskCompletionSource _flows = Open();
    private volatile int _server;
    private volatile bool _cut;
    private int _accepted;

    /// <summary>Lays a cable to a server.</summary>
    /// <param name="server">The server's port.</param>
    internal Wire(int server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    internal int Port { get; }

    /// <summary>How many connections were accepted so far.</summary>
    internal int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Resets what is connected, and whoever connects from now on.</summary>
    internal void Cut()
    {
        _cut = true;
        ResetAll();
    }

    /// <summary>Lets nothing through any more, without a word to either side: what is sent waits, as in a network that lost its way.</summary>
    internal void Hang()
    {
        lock (_gate)
        {
            if (_flows.Task.IsCompleted)
            {
                _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Lets connections in again, and what waits through.</summary>
    internal void Heal()
    {
        _cut = false;
        lock (_gate)
        {
            _flows.TrySetResult();
        }
    }

    /// <summary>Plugs it in at another server. Who is connected is reset; what still waited is lost.</summary>
    internal void PlugIn(int server)
    {
        _server = server;
        ResetAll();
        Heal();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        ResetAll();
        Heal();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _ = CarryAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // disposed of
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var link = new Link(client);
        lock (_gate)
        {
            _links.Add(link);
        }

        try
        {
            if (_cut)
            {
                link.Reset();
                return;
            }

            await FlowsAsync();
            await link.Server.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(PumpAsync(link.Client, link.Server), PumpAsync(link.Server, link.Client));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            link.Reset(); // nobody is there, or the cable was cut meanwhile
        }
        finally
        {
            lock (_gate)
            {
                _links.Remove(link);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var read and > 0)
            {
                await FlowsAsync();
                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // either side has left, or the cable was cut
        }
    }

    private Task FlowsAsync()
    {
        lock (_gate)
        {
            return _flows.Task;
        }
    }

    private void ResetAll()
    {
        Link[] links;
        lock (_gate)
        {
            links = [.. _links];
        }

        foreach (var link in links)
        {
            link.Reset();
        }
    }

    /// <summary>One connection, both halves of it.</summary>
    private sealed class Link : IDisposable
    {
        internal Link(Socket client)
        {
            Client = client;
            Client.NoDelay = true;
        }

        internal Socket Client { get; }

        internal Socket Server { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        /// <summary>Ends it at once, and what is on its way is lost.</summary>
        internal void Reset()
        {
            Client.Close(timeout: 0);
            Server.Close(timeout: 0);
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
