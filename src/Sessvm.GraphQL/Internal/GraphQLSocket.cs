using System.Net.WebSockets;
using GraphQL;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;
using Sessvm.AspNetCore;

namespace Sessvm.GraphQL;

/// <summary>One socket that speaks <c>graphql-transport-ws</c>. Its session comes with <c>connection_init</c>, or with the handshake.</summary>
internal sealed class GraphQLSocket
{
    private const string Protocol = "graphql-transport-ws";
    private const int LongestId = 128;

    private readonly LiveWebSocket _socket;
    private readonly GraphQLParts _parts;
    private readonly Outbox _outbox;
    private readonly Operations _operations;
    private Task _sending = Task.CompletedTask;
    private volatile bool _asked;
    private bool _acknowledged;

    private GraphQLSocket(LiveWebSocket socket, GraphQLParts parts, IServiceProvider services)
    {
        _socket = socket;
        _parts = parts;
        _outbox = new Outbox(socket, parts);
        _operations = new Operations(socket, _outbox, parts, services, () => Close(CloseCode.TooSlow, "too-slow"));
    }

    /// <summary>Whether a request is a handshake, also where no middleware takes it.</summary>
    public static bool IsWanted(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    public static async Task RunAsync(HttpContext context, GraphQLParts parts)
    {
        if (context.WebSockets.IsWebSocketRequest && !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            await TypedResults.Problem($"The sub-protocol is {Protocol}.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        using var socket = await context.AcceptPendingSessvmWebSocketAsync(Protocol, parts.Options.Scheme);
        if (socket is not null)
        {
            await new GraphQLSocket(socket, parts, context.RequestServices).RunAsync();
        }
    }

    private async Task RunAsync()
    {
        _socket.CountsMessages = false; // pings are no use of the session (R6)
        _socket.Farewell = CompleteAllAsync;
        _sending = SendAllAsync();
        using var late = _parts.Time.CreateTimer(
            static self => ((GraphQLSocket)self!).InitIsLate(), this, _parts.Options.InitTimeout, Timeout.InfiniteTimeSpan);
        await foreach (string text in _socket.ReadTextAsync(_parts.Options.MaxMessageBytes, _socket.Over))
        {
            await TakeAsync(text);
        }

        _operations.CompleteAll();
        _outbox.Complete();
        await _sending;
    }

    private async ValueTask TakeAsync(string text)
    {
        if (ReadMessage(text) is not { } message)
        {
            Close(CloseCode.BadRequest, "Invalid message");
            return;
        }

        switch (message.Type)
        {
            case "connection_init" when _asked:
                Close(CloseCode.TooManyInits, "Too many initialisation requests");
                break;
            case "connection_init":
                _asked = true;
                await OpenAsync(text, message.Payload);
                break;
            case "ping":
                Post("pong");
                break;
            case "pong":
                break;
            case "subscribe" when !_acknowledged:
                Close(CloseCode.Unauthorized, "Unauthorized");
                break;
            case "subscribe":
                Subscribe(message);
                break;
            case "complete" when IsId(message.Id):
                _operations.Stop(message.Id!);
                break;
            default:
                Close(CloseCode.BadRequest, "Invalid message");
                break;
        }
    }

    private async ValueTask OpenAsync(string text, object? payload)
    {
        if (text.Length > _parts.Options.MaxInitBytes || !InitPayload.TryRead(payload, _parts.Serializer, out var init))
        {
            Close(CloseCode.BadRequest, "Invalid payload");
            return;
        }

        var reason = await _socket.OpenAsync(init.Authorization, init.Device);
        if (reason == SessionReason.None || (reason == SessionReason.MissingBearer && _parts.Options.AllowAnonymous))
        {
            _acknowledged = true;
            Post("connection_ack");
            return;
        }

        Close(CloseCode.Forbidden, reason.ToCode());
    }

    private void Subscribe(OperationMessage message)
    {
        if (message.Id is not { } id || !IsId(id) || ReadRequest(message.Payload) is not { } request)
        {
            Close(CloseCode.BadRequest, "Invalid message");
            return;
        }

        _socket.Use(); // R6
        if (!_operations.TryStart(id, request))
        {
            Close(CloseCode.SubscriberExists, $"Subscriber for {id[..Math.Min(id.Length, 36)]} already exists");
        }
    }

    private OperationMessage? ReadMessage(string text)
    {
        try
        {
            return _parts.Serializer.Deserialize<OperationMessage>(text);
        }
        catch (Exception malformed) when (malformed is not OperationCanceledException)
        {
            return null;
        }
    }

    private GraphQLRequest? ReadRequest(object? payload)
    {
        try
        {
            return _parts.Serializer.ReadNode<GraphQLRequest>(payload) is { } request && (request.Query is not null || request.DocumentId is not null) ? request : null;
        }
        catch (Exception malformed) when (malformed is not OperationCanceledException)
        {
            return null;
        }
    }

    private static bool IsId(string? id) => id is { Length: > 0 and <= LongestId };

    private void Post(string type)
    {
        if (!_outbox.Post(type))
        {
            Close(CloseCode.TooSlow, "too-slow");
        }
    }

    private void InitIsLate()
    {
        if (!_asked)
        {
            Close(CloseCode.InitTimeout, "Connection initialisation timeout");
        }
    }

    private void Close(int status, string reason)
    {
        Log.SocketRefused(_parts.Logger, status, reason);
        _ = _socket.FinishAsync((WebSocketCloseStatus)status, reason);
    }

    // Each subscription hears its end before the socket closes.
    private async Task CompleteAllAsync(CancellationToken cancellationToken)
    {
        _operations.CompleteAll();
        _outbox.Complete();
        await _sending.WaitAsync(cancellationToken);
    }

    private async Task SendAllAsync()
    {
        try
        {
            await _outbox.RunAsync();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            _outbox.Complete(); // the client is gone, or was told goodbye
        }
    }
}
