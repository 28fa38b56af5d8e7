using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace Sessvm.Client;

/// <summary>Opens one WebSocket.</summary>
internal static class SocketHandshake
{
    /// <exception cref="WebSocketException">No answer came, or one that is no WebSocket's.</exception>
    public static async Task<SessionSocket> TryAsync(
        SessionClient client, SessionTokens tokens, Uri address, SessionSocketOptions options, CancellationToken cancellationToken)
    {
        string? ticket = null;
        if (options.Credential == SocketCredential.Ticket)
        {
            (ticket, var refusal) = await client.GetTicketAsync(cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
            {
                return SessionSocket.Refused(refusal);
            }
        }

        var socket = new ClientWebSocket();
        try
        {
            Sign(socket.Options, tokens, ticket, options);
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return SessionSocket.Open(socket);
        }
        catch (WebSocketException) when (ReadRefusal(socket) is { } refused)
        {
            socket.Dispose();
            return SessionSocket.Refused(refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // FORMAT: sub-protocols sessvm.did.<device>, sessvm.atk.<token>, sessvm.tkt.<ticket>, percent-encoded.
    private static void Sign(ClientWebSocketOptions socket, SessionTokens tokens, string? ticket, SessionSocketOptions options)
    {
        socket.CollectHttpResponseDetails = true;
        socket.KeepAliveInterval = TimeSpan.FromSeconds(15);
        socket.KeepAliveTimeout = TimeSpan.FromSeconds(15);
        foreach (string own in options.SubProtocols)
        {
            socket.AddSubProtocol(own);
        }

        if (options.Credential == SocketCredential.Header)
        {
            socket.SetRequestHeader(HeaderNames.Device, tokens.DeviceId);
            socket.SetRequestHeader("Authorization", tokens.AccessToken is null ? null : "Bearer " + tokens.AccessToken);
        }
        else
        {
            socket.AddSubProtocol("sessvm.did." + Uri.EscapeDataString(tokens.DeviceId));
            if ((ticket ?? tokens.AccessToken) is { } secret)
            {
                socket.AddSubProtocol((ticket is null ? "sessvm.atk." : "sessvm.tkt.") + Uri.EscapeDataString(secret));
            }
        }

        options.Configure?.Invoke(socket);
    }

    private static Refusal? ReadRefusal(ClientWebSocket socket)
    {
        if ((int)socket.HttpStatusCode < 400)
        {
            return null;
        }

        string challenge = Header(socket, "WWW-Authenticate");
        int space = challenge.IndexOf(' ', StringComparison.Ordinal);
        var refusal = space < 0 ? null : AnswerReader.ReadChallenge(challenge[..space], challenge[space..]);
        return (refusal ?? Refusal.Of(socket.HttpStatusCode switch
        {
            HttpStatusCode.ServiceUnavailable => RefusalReason.StoreUnavailable,
            HttpStatusCode.TooManyRequests => RefusalReason.TooManyConnections,
            HttpStatusCode.Forbidden => RefusalReason.Forbidden,
            _ => RefusalReason.RefreshHttpError, // a proxy's, most likely
        })) with
        {
            Status = (int)socket.HttpStatusCode,
            RetryAfter = uint.TryParse(Header(socket, "Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null,
        };
    }

    private static string Header(ClientWebSocket socket, string name) =>
        socket.HttpResponseHeaders is { } headers && headers.TryGetValue(name, out var values) ? string.Join(", ", values) : "";
}
