using System.Text.Json;
using Sessvm.AspNetCore;

namespace Sessvm.Demo.Pages;

/// <summary>An echo over a WebSocket that lives as long as its session.</summary>
internal static class SocketEndpoint
{
    public static async Task HandleAsync(LiveWebSocket socket, CancellationToken over)
    {
        await socket.SendTextAsync(JsonSerializer.Serialize(new { sub = socket.Session!.Subject }), over);
        await foreach (string text in socket.ReadTextAsync(cancellationToken: over))
        {
            await socket.SendTextAsync(text, over);
        }
    }
}
