using System.Net.WebSockets;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Http;

/// <summary>WebSockets that end with their session.</summary>
public static class SessvmWebSocketExtensions
{
    /// <summary>
    /// Accepts the handshake of a signed-in request. The socket is closed with 4401 (<c>session-ended</c>) when the session
    /// ends, and messages that the client sends count as use of the session.
    /// </summary>
    /// <param name="context">The request, a WebSocket handshake.</param>
    /// <param name="subProtocol">The application's own sub-protocol, which is chosen if the client offers it.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    /// <returns>The socket; <see langword="null"/> where the request is not signed in, and then it has been answered.</returns>
    public static async Task<WebSocket?> AcceptSessvmWebSocketAsync(this HttpContext context, string? subProtocol = null, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        await handler.AuthenticateAsync();
        if (handler.Session is not { } session)
        {
            await handler.ChallengeAsync(null);
            return null;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Answers.ProblemAsync(context, StatusCodes.Status400BadRequest, "This endpoint takes WebSocket handshakes.");
            return null;
        }

        var (reason, row) = await FullVerdict.AskAsync(handler, session);
        if (row is null)
        {
            await Answers.RefuseAsync(context, reason);
            return null;
        }

        var socket = new LiveWebSocket(
            await context.WebSockets.AcceptWebSocketAsync(SubProtocols.Answer(context.WebSockets.WebSocketRequestedProtocols, subProtocol)),
            handler.Parts.Connections);
        socket.Follow(session, row.LapsesAt);
        return socket;
    }
}
