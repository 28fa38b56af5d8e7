using Sessvm;
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
    /// <returns>The socket; <see langword="null"/> where the request is not signed in, or there are too many, and then it has been answered.</returns>
    /// <exception cref="InvalidOperationException">The application has not called <c>UseWebSockets</c>.</exception>
    public static async Task<LiveWebSocket?> AcceptSessvmWebSocketAsync(this HttpContext context, string? subProtocol = null, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        await handler.AuthenticateAsync();
        if (handler.Session is not { } session)
        {
            await handler.ChallengeAsync(null);
            return null;
        }

        if (!await IsHandshakeAsync(context))
        {
            return null;
        }

        var (reason, row) = await FullVerdict.AskAsync(handler, session);
        if (row is null)
        {
            await Answers.RefuseAsync(context, reason);
            return null;
        }

        var socket = new LiveWebSocket(handler);
        return await AcceptAsync(context, socket, socket.Follow(session, row.LapsesAt), subProtocol);
    }

    /// <summary>
    /// Accepts the handshake of a sub-protocol whose first message brings the credential: <see cref="LiveWebSocket.OpenAsync"/>
    /// takes it. Until then the socket follows no session: give it a few seconds. What came with the handshake is kept for then.
    /// </summary>
    /// <param name="context">The request, a WebSocket handshake.</param>
    /// <param name="subProtocol">The sub-protocol, which is chosen if the client offers it.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    /// <returns>The socket; <see langword="null"/> where the handshake comes from a foreign origin or with a bad ticket, or there are too many, and then it has been answered.</returns>
    /// <exception cref="InvalidOperationException">The application has not called <c>UseWebSockets</c>.</exception>
    public static async Task<LiveWebSocket?> AcceptPendingSessvmWebSocketAsync(this HttpContext context, string? subProtocol = null, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!await IsHandshakeAsync(context))
        {
            return null;
        }

        var handler = await SessvmHandlers.GetAsync(context, scheme);
        await handler.AuthenticateAsync();
        if (handler.Reason == SessionReason.CrossSite || (handler.Session is null && handler.Credential.Source == CredentialSource.Ticket))
        {
            await handler.ChallengeAsync(null);
            return null;
        }

        var socket = new LiveWebSocket(handler);
        return await AcceptAsync(context, socket, socket.TryTakePlace() ? Admission.Admitted : Admission.NodeFull, subProtocol);
    }

    private static async Task<LiveWebSocket?> AcceptAsync(HttpContext context, LiveWebSocket socket, Admission admission, string? subProtocol)
    {
        try
        {
            if (admission == Admission.Admitted)
            {
                socket.Attach(await context.WebSockets.AcceptWebSocketAsync(
                    SubProtocols.Answer(context.WebSockets.WebSocketRequestedProtocols, subProtocol)));
                return socket;
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        socket.Dispose();
        await Crowding.RefuseAsync(context, admission);
        return null;
    }

    private static async ValueTask<bool> IsHandshakeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            return true;
        }

        if (Handshake.IsWebSocket(context.Request))
        {
            throw new InvalidOperationException("A WebSocket handshake came, and nothing takes it. Call app.UseWebSockets() before this endpoint.");
        }

        await Answers.ProblemAsync(context, StatusCodes.Status400BadRequest, "This endpoint takes WebSocket handshakes.");
        return false;
    }
}
