using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Sessvm.Events;

namespace Sessvm.Demo.Events;

/// <summary>Passes each event on to the pages that its subject has open. A page that does not read loses the oldest.</summary>
internal sealed class EventBoard(LoggingSessionEvents log) : ISessionEvents
{
    private readonly ConcurrentDictionary<Channel<SessionEvent>, string> _readers = new();

    public void Emit(SessionEvent sessionEvent)
    {
        log.Emit(sessionEvent);
        foreach (var (channel, subject) in _readers)
        {
            if (subject == sessionEvent.Subject)
            {
                channel.Writer.TryWrite(sessionEvent);
            }
        }
    }

    /// <summary>The events of one subject, from now on.</summary>
    public async IAsyncEnumerable<SessionEvent> ReadAsync(string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<SessionEvent>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
        _readers[channel] = subject;
        try
        {
            await foreach (var sessionEvent in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return sessionEvent;
            }
        }
        finally
        {
            _readers.TryRemove(channel, out _);
        }
    }
}
