using System.Threading.Channels;
using GraphQL;
using GraphQL.Transport;
using Sessvm.AspNetCore;

namespace Sessvm.GraphQL;

/// <summary>The messages that wait to be sent on one socket: so many at most, in order, sent by one.</summary>
internal sealed class Outbox(LiveWebSocket socket, GraphQLParts parts)
{
    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(parts.Options.MaxWaiting) { SingleReader = true });
    private volatile bool _complete;

    /// <summary>Posts a message without waiting.</summary>
    /// <returns>Whether there was room, or nobody is to be told any more.</returns>
    public bool Post(string type, string? id = null, object? payload = null)
    {
        string text = parts.Serializer.Serialize(new OperationMessage { Type = type, Id = id, Payload = payload });
        return _waiting.Writer.TryWrite(text) || _complete;
    }

    /// <summary>Takes no more; what waits is sent.</summary>
    public void Complete()
    {
        _complete = true;
        _waiting.Writer.TryComplete();
    }

    public async Task RunAsync()
    {
        await foreach (string text in _waiting.Reader.ReadAllAsync(socket.Over))
        {
            await socket.SendTextAsync(text, socket.Over);
        }
    }
}
