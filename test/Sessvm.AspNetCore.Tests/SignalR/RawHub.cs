using System.Net.WebSockets;
using System.Text;

namespace Sessvm.AspNetCore.Tests.SignalR;

/// <summary>Speaks the hub's protocol by hand, as a browser does that may not set headers.</summary>
internal static class RawHub
{
    public static async Task<ClientWebSocket> OpenAsync(Browser browser, string path, string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", browser.Agent);
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            await socket.ConnectAsync(new Uri($"ws://{browser.Address.Authority}{path}"), default);
        }
        catch (WebSocketException failure)
        {
            failure.Data["status"] = (int)socket.HttpStatusCode;
            throw;
        }

        await SendAsync(socket, """{"protocol":"json","version":1}""");
        (await Sockets.ReadAsync(socket)).ShouldBe("{}\u001e");
        return socket;
    }

    public static async Task<int> RefusalAsync(Browser browser, string path, string? origin = null) =>
        (int)(await Should.ThrowAsync<WebSocketException>(() => OpenAsync(browser, path, origin))).Data["status"]!;

    public static Task SendAsync(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, default);
}
