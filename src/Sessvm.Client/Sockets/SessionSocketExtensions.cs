using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Sessvm.Client;

/// <summary>WebSockets that are signed with a session.</summary>
public static class SessionSocketExtensions
{
    /// <summary>What the server closes a connection with when its session ends.</summary>
    public const WebSocketCloseStatus SessionEnded = (WebSocketCloseStatus)4401;

    /// <summary>Opens a WebSocket. Where the token has expired it is exchanged, and the handshake made once more.</summary>
    /// <param name="client">Whose session.</param>
    /// <param name="address">Of the server's origin, or one that is listed: <c>wss://app.example/ws</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The open socket, or why the server refused.</returns>
    /// <exception cref="ArgumentException">The address is of an origin that must not see the token.</exception>
    /// <exception cref="WebSocketException">No answer came, or one that is no WebSocket's.</exception>
    public static async Task<SessionSocket> ConnectWebSocketAsync(
        this SessionClient client, Uri address, SessionSocketOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (!client.Trusts(address))
        {
            throw new ArgumentException($"{address} is not of the server's origin, nor of one in SessionClientOptions.Origins: it would see the token.", nameof(address));
        }

        options ??= new SessionSocketOptions();
        var tokens = await client.GetTokensAsync(cancellationToken).ConfigureAwait(false);
        var first = await SocketHandshake.TryAsync(client, tokens, address, options, cancellationToken).ConfigureAwait(false);
        client.Note(first.Refusal, tokens);
        if (first.Succeeded || !SessionClient.IsCurable(first.Refusal) || !tokens.IsSignedIn)
        {
            return first;
        }

        var cure = await client.CureAsync(tokens, first.Refusal, cancellationToken).ConfigureAwait(false);
        if (!cure.Succeeded)
        {
            return SessionSocket.Refused(cure.Refusal);
        }

        tokens = await client.GetTokensAsync(cancellationToken).ConfigureAwait(false);
        var second = await SocketHandshake.TryAsync(client, tokens, address, options, cancellationToken).ConfigureAwait(false);
        client.Note(second.Refusal, tokens);
        return second;
    }

    /// <summary>
    /// Reads text messages for as long as the session lives: a connection that is lost, or closed by a server that stops, is opened
    /// again, with a fresh token where that is due. Binary messages are passed over.
    /// </summary>
    /// <param name="client">Whose session.</param>
    /// <param name="address">As in <see cref="ConnectWebSocketAsync"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The messages, until the session ends (<see cref="SessionClient.Ended"/> says why), the server refuses for good, or closes normally.</returns>
    /// <exception cref="InvalidDataException">A message is longer than it may be.</exception>
    public static async IAsyncEnumerable<string> ReadWebSocketAsync(
        this SessionClient client,
        Uri address,
        SessionSocketOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new SocketReader(client, address, options ?? new SessionSocketOptions());
        while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }
}
