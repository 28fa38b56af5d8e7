using System.Net.WebSockets;
using System.Text;

namespace Sessvm.AspNetCore.Tests;

/// <summary>WebSockets as a browser opens them.</summary>
internal static class Sockets
{
    public static async Task<ClientWebSocket> OpenAsync(Browser browser, string? origin, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", browser.Agent);
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
            if (browser.Jar.Count > 0)
            {
                socket.Options.SetRequestHeader("Cookie", string.Join("; ", browser.Jar.Select(one => $"{one.Key}={one.Value}")));
            }
        }
        else if (protocols.Length == 0)
        {
            socket.Options.SetRequestHeader("Cookie", string.Join("; ", browser.Jar.Select(one => $"{one.Key}={one.Value}")));
        }

        foreach (string protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        try
        {
            await socket.ConnectAsync(new Uri(browser.Address.AbsoluteUri.Replace("http://", "ws://") + "ws"), default);
            return socket;
        }
        catch (WebSocketException failure)
        {
            failure.Data["status"] = (int)socket.HttpStatusCode;
            throw;
        }
    }

    public static async Task<int> RefusalAsync(Browser browser, string? origin, params string[] protocols)
    {
        var failure = await Should.ThrowAsync<WebSocketException>(() => OpenAsync(browser, origin, protocols));
        return (int)failure.Data["status"]!;
    }

    public static async Task<string?> ReadAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), default);
        return message.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
