using System.Collections.Concurrent;
using Sessvm.Events;

namespace Sessvm.Soak.Server;

/// <summary>Counts what the events say, by what it will be compared with.</summary>
internal sealed class CountingEvents : ISessionEvents
{
    public ConcurrentDictionary<string, int> Counts { get; } = new();

    public void Emit(SessionEvent sessionEvent) => Counts.AddOrUpdate(
        sessionEvent switch
        {
            SessionEnded ended => $"ended: {ended.Reason}",
            SessionRefused refused => $"refused: {refused.Reason}",
            SessionExchanged { Repeated: true } => "exchanged, repeated",
            _ => sessionEvent.GetType().Name,
        },
        1,
        static (_, count) => count + 1);
}
