using System.Net.WebSockets;
using System.Text.Json;

namespace Sessvm.Demo.Pages;

/// <summary>An echo over a WebSocket that lives as long as its session.</summary>
internal static class SocketEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await context.AcceptSessvmWebSocketAsync();
        if (socket is null)
        {
            return;
        }

        byte[] hello = JsonSerializer.SerializeToUtf8Bytes(new { sub = (await context.GetSessvmRowAsync())?.Subject });
        await socket.SendAsync(hello, WebSocketMessageType.Text, true, context.RequestAborted);
        byte[] buffer = new byte[4096];
        while (socket.State == WebSocketState.Open)
        {
            var message = await ReceiveAsync(socket, buffer, context.RequestAborted);
            if (message is null or { MessageType: WebSocketMessageType.Close })
            {
                break;
            }

            await socket.SendAsync(buffer.AsMemory(0, message.Value.Count), message.Value.MessageType, message.Value.EndOfMessage, context.RequestAborted);
        }

        await CloseAsync(socket, context.RequestAborted);
    }

    private static async ValueTask CloseAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            if (socket.State == WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // the session ended in the same moment, and its own farewell was faster
        }
    }

    private static async ValueTask<ValueWebSocketReceiveResult?> ReceiveAsync(WebSocket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            return null; // the client went away without a word
        }
    }
}
