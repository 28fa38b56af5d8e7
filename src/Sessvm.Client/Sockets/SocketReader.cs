using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Sessvm.Client;

/// <summary>Reads messages from one WebSocket after another.</summary>
internal sealed class SocketReader(SessionClient client, Uri address, SessionSocketOptions options) : IDisposable
{
    private const int Piece = 4096;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private readonly ArrayBufferWriter<byte> _message = new();
    private ClientWebSocket? _socket;
    private int _failures;

    /// <summary>The next message; null where there will be none.</summary>
    public async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (_socket is not null || await OpenAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await ReceiveAsync(_socket!, cancellationToken).ConfigureAwait(false) is { } message)
            {
                _failures = 0;
                return message;
            }

            var status = _socket!.CloseStatus;
            Dispose();
            if (status == WebSocketCloseStatus.NormalClosure
                || (status == SessionSocketExtensions.SessionEnded && !await IsAliveAsync(cancellationToken).ConfigureAwait(false)))
            {
                return null;
            }

            await WaitAsync(status is null ? "lost" : $"{(int)status}", null, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            string code;
            TimeSpan? asked = null;
            try
            {
                var opened = await client.ConnectWebSocketAsync(address, options, cancellationToken).ConfigureAwait(false);
                if (opened.Succeeded)
                {
                    _socket = opened.Socket;
                    return true;
                }

                if (!opened.Refusal.Reason.IsTransient())
                {
                    return false;
                }

                (code, asked) = (opened.Refusal.Code, opened.Refusal.RetryAfter);
            }
            catch (WebSocketException)
            {
                code = RefusalReason.NetworkError.ToCode();
            }

            await WaitAsync(code, asked, cancellationToken).ConfigureAwait(false);
        }
    }

    // The server knows better than a close code whose end that was: this client may have signed in anew meanwhile.
    private async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        var result = await client.RefreshAsync(background: true, cancellationToken).ConfigureAwait(false);
        return result.Succeeded || result.Refusal.Reason.IsTransient();
    }

    private async Task<string?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(_message.GetMemory(Piece), cancellationToken).ConfigureAwait(false);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
                    return null;
                }

                _message.Advance(read.Count);
                if (_message.WrittenCount > options.LongestMessage)
                {
                    throw new InvalidDataException($"A message from {address.Host} is longer than {options.LongestMessage} bytes: SessionSocketOptions.LongestMessage allows more.");
                }

                if (read.EndOfMessage && read.MessageType == WebSocketMessageType.Text)
                {
                    return Encoding.UTF8.GetString(_message.WrittenSpan);
                }

                if (read.EndOfMessage)
                {
                    _message.ResetWrittenCount();
                }
            }
        }
        catch (WebSocketException)
        {
            return null; // lost: the connection's state says nothing more
        }
    }

    // Each client waits a little longer than it must, by chance, so that they do not all come back at once.
    private async Task WaitAsync(string code, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var wait = asked ?? TimeSpan.FromTicks(Math.Min(FirstWait.Ticks << Math.Min(_failures++, 16), options.LongestWait.Ticks));
        wait *= 1 + (Random.Shared.NextDouble() / 2);
        Log.Reconnects(client.Logger, code, wait);
        await Task.Delay(wait, client.Time, cancellationToken).ConfigureAwait(false);
    }
}
