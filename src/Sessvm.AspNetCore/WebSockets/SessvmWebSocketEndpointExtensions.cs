using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps WebSocket endpoints.</summary>
public static class SessvmWebSocketEndpointExtensions
{
    /// <summary>
    /// Maps WebSockets of signed-in clients, over HTTP/1.1 and HTTP/2. On a <see cref="WebApplication"/> it also adds the
    /// framework's WebSocket middleware; call <c>UseWebSockets</c> before this for options of your own.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="handle">Talks to one client until it is done: the socket is closed then. Its token is <see cref="LiveWebSocket.Over"/>.</param>
    /// <param name="subProtocol">The application's own sub-protocol, which is chosen if the client offers it.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    public static IEndpointConventionBuilder MapSessvmWebSocket(
        this IEndpointRouteBuilder endpoints, string pattern, Func<LiveWebSocket, CancellationToken, Task> handle, string? subProtocol = null, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(handle);
        if (endpoints is IApplicationBuilder app)
        {
            app.UseWebSockets();
        }

        return endpoints.Map(pattern, (RequestDelegate)(context => RunAsync(context, handle, subProtocol, scheme)));
    }

    private static async Task RunAsync(HttpContext context, Func<LiveWebSocket, CancellationToken, Task> handle, string? subProtocol, string? scheme)
    {
        using var socket = await context.AcceptSessvmWebSocketAsync(subProtocol, scheme);
        if (socket is null)
        {
            return;
        }

        try
        {
            await handle(socket, socket.Over);
            await LeaveAsync(socket, WebSocketCloseStatus.NormalClosure, "");
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException && socket.State != WebSocketState.Open)
        {
            // the client left, or was told to
        }
        catch
        {
            await LeaveAsync(socket, WebSocketCloseStatus.InternalServerError, "server-error");
            throw;
        }
    }

    // The farewell of a session that ended has gone out already: its answer is waited for, one bound at most.
    private static async Task LeaveAsync(LiveWebSocket socket, WebSocketCloseStatus status, string text)
    {
        var finished = socket.FinishAsync(status, text);
        await foreach (string _ in socket.ReadTextAsync(cancellationToken: socket.Over)) // until the client's own
        {
        }

        socket.Dispose();
        await finished;
    }
}
