using System.Net.WebSockets;
using System.Text;

namespace Sessvm.Cluster.Tests;

/// <summary>WebSockets as the demo's page opens them.</summary>
internal static class Sockets
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    /// <summary>Opens one with a person's cookies, and hears whose it is.</summary>
    public static async Task<ClientWebSocket> OpenAsync(Person person, Uri at)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", person.Cookies);
        socket.Options.SetRequestHeader("Origin", at.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(at) { Scheme = "ws", Path = "/ws" }.Uri, CancellationToken.None);
        byte[] buffer = new byte[1024];
        var hello = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        Encoding.UTF8.GetString(buffer, 0, hello.Count).ShouldContain("alice");
        return socket;
    }

    public static async Task ClosesAsync(ClientWebSocket socket, int code, string because)
    {
        var message = await socket.ReceiveAsync(new byte[1024].AsMemory(), CancellationToken.None).AsTask().WaitAsync(Most);
        message.MessageType.ShouldBe(WebSocketMessageType.Close, because);
        ((int?)socket.CloseStatus).ShouldBe(code, because);
    }
}
