using System.Net.WebSockets;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>A WebSocket that counts the client's messages as use of the session, and closes with 4401 when the session ends.</summary>
internal sealed class LiveWebSocket(WebSocket inner, LiveConnections connections) : WebSocket
{
    public const int EndedStatus = 4401;
    public const string EndedText = "session-ended";

    /// <summary>«Try again later» (RFC 6455, registry of close codes).</summary>
    public const int BlindStatus = 1013;

    private LiveConnection? _connection;

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    /// <summary>Has the connection looked after.</summary>
    public void Follow(AuthenticatedSession session, DateTimeOffset lapsesAt) =>
        _connection = connections.Register(session, lapsesAt, closing => _ = CloseAsync(closing));

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await inner.ReceiveAsync(buffer, cancellationToken);
        Note(result.MessageType, result.EndOfMessage);
        return result;
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await inner.ReceiveAsync(buffer, cancellationToken);
        Note(result.MessageType, result.EndOfMessage);
        return result;
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, messageFlags, cancellationToken);

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort() => inner.Abort();

    public override void Dispose()
    {
        _connection?.Dispose();
        inner.Dispose();
    }

    private void Note(WebSocketMessageType type, bool complete)
    {
        if (complete && type != WebSocketMessageType.Close)
        {
            _connection?.Use(); // R6
        }
    }

    // The close goes out at once; a client that does not read, or does not answer, is cut off one bound later (R7).
    private async Task CloseAsync(ConnectionClosing closing)
    {
        var (status, text) = closing.Cause switch
        {
            ClosingCause.SessionEnded => (EndedStatus, EndedText),
            ClosingCause.NodeBlind => (BlindStatus, "try-again-later"),
            _ => ((int)WebSocketCloseStatus.EndpointUnavailable, "going-away"),
        };
        using var late = new CancellationTokenSource(connections.Bound, connections.Time);
        try
        {
            await inner.CloseOutputAsync((WebSocketCloseStatus)status, text, late.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, connections.Time, late.Token);
        }
        catch (Exception) // the bound has passed, or the client was gone already
        {
        }

        inner.Abort(); // nothing to a socket that has closed in time
    }
}
