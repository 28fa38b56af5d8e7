using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>A WebSocket that counts the client's messages as use of its session (R6), and closes with 4401 when that ends (R7).</summary>
public sealed class LiveWebSocket : WebSocket
{
    internal const int EndedStatus = 4401;
    internal const string EndedText = "session-ended";
    private const int ShortestBuffer = 1024;

    /// <summary>«Try again later» (RFC 6455, registry of close codes).</summary>
    private const int BlindStatus = 1013;

    private readonly SessvmHandler _handler;
    private readonly LiveConnections _connections;
    private readonly CancellationTokenSource _over;
    private readonly TaskCompletionSource<WebSocket> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocket _inner = null!;
    private LiveConnection? _connection;
    private bool _holdsPlace;
    private int _finishing;

    internal LiveWebSocket(SessvmHandler handler)
    {
        _handler = handler;
        _connections = handler.Parts.Connections;
        _over = CancellationTokenSource.CreateLinkedTokenSource(handler.Http.RequestAborted);
        Over = _over.Token;
    }

    /// <summary>The session that the socket follows; <see langword="null"/> where it is not open for one yet.</summary>
    public AuthenticatedSession? Session { get; private set; }

    /// <summary>Who the client is: the user of the session, or nobody.</summary>
    public ClaimsPrincipal User { get; private set; } = new(new ClaimsIdentity());

    /// <summary>Cancelled once the socket is of no more use: the client is gone, or a bound (1 s by default) has passed since the farewell.</summary>
    public CancellationToken Over { get; }

    /// <summary>Whether each message of the client counts as use of the session. A sub-protocol with pings of its own says no, and calls <see cref="Use"/>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CountsMessages { get; set; } = true;

    /// <summary>Says what a sub-protocol has to say before the socket closes because its session has ended, or its node stops. Cut off with the socket.</summary>
    public Func<CancellationToken, Task>? Farewell { get; set; }

    /// <inheritdoc/>
    public override WebSocketCloseStatus? CloseStatus => _inner.CloseStatus;

    /// <inheritdoc/>
    public override string? CloseStatusDescription => _inner.CloseStatusDescription;

    /// <inheritdoc/>
    public override WebSocketState State => _inner.State;

    /// <inheritdoc/>
    public override string? SubProtocol => _inner.SubProtocol;

    /// <summary>Notes that the client used the session (R6).</summary>
    public void Use() => _connection?.Use();

    /// <summary>Opens a socket that was accepted without a session, with what its first message brought; it follows that session from now on.</summary>
    /// <param name="authorization"><c>Bearer A1.…</c>; <see langword="null"/> to use what came with the handshake. One that is there and wrong never falls back to it.</param>
    /// <param name="device">The device id; that of the handshake where there is none.</param>
    /// <returns>Why not; <see cref="SessionReason.None"/> where it is open, <see cref="SessionReason.RateLimited"/> where there are too many.</returns>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    public async ValueTask<SessionReason> OpenAsync(string? authorization, string? device = null)
    {
        if (Session is not null)
        {
            throw new InvalidOperationException("This socket follows a session already; open another one for another session.");
        }

        var (reason, session) = await FirstMessage.AuthenticateAsync(_handler, authorization, device);
        if (session is null)
        {
            return reason;
        }

        (reason, var row) = await FullVerdict.AskAsync(_handler, session);
        return row is null ? reason
            : Follow(session, row.LapsesAt) == Admission.Admitted ? SessionReason.None
            : SessionReason.RateLimited;
    }

    /// <summary>Reads text messages until the socket closes, from whichever side; what comes after the farewell is dropped. A binary message or one that is too long closes it.</summary>
    /// <param name="maxLength">The longest message, in bytes of UTF-8: 64 kB by default.</param>
    /// <param name="cancellationToken">Ends the reading, and the socket with it.</param>
    public async IAsyncEnumerable<string> ReadTextAsync(
        int maxLength = 64 * 1024, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        byte[] buffer = [];
        for (int length = 0; ;)
        {
            if (await ReceiveOrEndAsync(buffer.AsMemory(length), cancellationToken) is not { } part)
            {
                await FinishAsync(WebSocketCloseStatus.NormalClosure, ""); // answers the client's own
                yield break;
            }

            if (IsFinishing) // it has been told goodbye, and is read only for its own
            {
                (buffer, length) = (buffer.Length > 0 ? buffer : new byte[ShortestBuffer], 0);
                continue;
            }

            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Binary)
            {
                _ = FinishAsync(WebSocketCloseStatus.InvalidMessageType, "text-only");
            }
            else if (part.EndOfMessage)
            {
                string text = Encoding.UTF8.GetString(buffer, 0, length);
                (buffer, length) = ([], 0); // an idle socket keeps no buffer
                yield return text;
            }
            else if (length == maxLength)
            {
                _ = FinishAsync(WebSocketCloseStatus.MessageTooBig, "message-too-big");
            }
            else if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(maxLength, Math.Max(ShortestBuffer, 2L * length)));
            }
        }
    }

    /// <summary>Sends one text message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="cancellationToken">Cancels the sending, and ends the socket with it.</param>
    public ValueTask SendTextAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancellationToken);
    }

    /// <summary>Closes, and cuts off a client that has not answered one bound later. Does nothing to a socket that is being closed already.</summary>
    /// <param name="status">Why.</param>
    /// <param name="text">Why, in at most 123 bytes.</param>
    public Task FinishAsync(WebSocketCloseStatus status, string text) => FinishAsync(status, text, farewell: null);

    /// <inheritdoc/>
    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await _inner.ReceiveAsync(buffer, cancellationToken);
        Note(result.MessageType, result.EndOfMessage);
        return result;
    }

    /// <inheritdoc/>
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await _inner.ReceiveAsync(buffer, cancellationToken);
        Note(result.MessageType, result.EndOfMessage);
        return result;
    }

    /// <inheritdoc/>
    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        _inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken) =>
        _inner.SendAsync(buffer, messageType, messageFlags, cancellationToken);

    /// <inheritdoc/>
    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        _inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc/>
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        _inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc/>
    public override void Abort() => _inner.Abort();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _connection?.Dispose();
        LeavePlace();
        _inner?.Dispose();
        Cancel();
        _over.Dispose();
    }

    /// <summary>Takes a place before the handshake is answered, for a session that is not known yet.</summary>
    internal bool TryTakePlace() => _holdsPlace = _connections.TryTakePlace();

    /// <summary>Has the connection looked after.</summary>
    internal Admission Follow(AuthenticatedSession session, DateTimeOffset lapsesAt)
    {
        LeavePlace(); // it is counted with its session
        var admission = _connections.TryRegister(session, lapsesAt, closing => _ = EndAsync(closing), out _connection);
        if (admission == Admission.Admitted)
        {
            Session = session;
            User = new ClaimsPrincipal(new SessvmIdentity(_handler.Parts.Claims.TemplateOf(session), session));
        }

        return admission;
    }

    internal void Attach(WebSocket inner)
    {
        _inner = inner;
        _accepted.SetResult(inner);
    }

    private bool IsFinishing => Volatile.Read(ref _finishing) != 0;

    private async Task EndAsync(ConnectionClosing closing)
    {
        await _accepted.Task; // the session may end while the handshake is being answered
        var (status, text) = closing.Cause switch
        {
            ClosingCause.SessionEnded => (EndedStatus, EndedText),
            ClosingCause.NodeBlind => (BlindStatus, "try-again-later"),
            _ => ((int)WebSocketCloseStatus.EndpointUnavailable, "going-away"),
        };
        await FinishAsync((WebSocketCloseStatus)status, text, Farewell);
    }

    // The close goes out at once; a client that does not read, or does not answer, is cut off one bound later (R7).
    private async Task FinishAsync(WebSocketCloseStatus status, string text, Func<CancellationToken, Task>? farewell)
    {
        if (Interlocked.Exchange(ref _finishing, 1) != 0)
        {
            return;
        }

        using var late = new CancellationTokenSource(_connections.Bound, _connections.Time);
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Over);
            await (farewell?.Invoke(over.Token) ?? Task.CompletedTask);
            await _inner.CloseOutputAsync(status, text, over.Token);
            if (_inner.State != WebSocketState.Closed)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _connections.Time, over.Token);
            }
        }
        catch (Exception) // the bound has passed, or the client was gone already
        {
        }

        _inner.Abort(); // nothing to a socket that has closed in time
        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException) // it was over first
        {
        }
    }

    private void LeavePlace()
    {
        if (_holdsPlace)
        {
            _holdsPlace = false;
            _connections.LeavePlace();
        }
    }

    private void Note(WebSocketMessageType type, bool complete)
    {
        if (complete && CountsMessages && !IsFinishing && type != WebSocketMessageType.Close)
        {
            Use(); // R6
        }
    }

    private async ValueTask<ValueWebSocketReceiveResult?> ReceiveOrEndAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var part = await ReceiveAsync(buffer, cancellationToken);
            return part.MessageType == WebSocketMessageType.Close ? null : part;
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return null; // it went away without a word, or was cut off
        }
    }
}
