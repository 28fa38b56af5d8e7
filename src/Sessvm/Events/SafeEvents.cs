using Microsoft.Extensions.Logging;

namespace Sessvm.Events;

/// <summary>Passes events on, counts them, and lets none of a receiver's failures reach a request.</summary>
internal sealed class SafeEvents(ISessionEvents? receiver, ILogger logger)
{
    /// <summary>Whether anybody would learn of an event. Asked only where most of the traffic goes through: elsewhere an event costs too little.</summary>
    public bool AreHeard => receiver is not null || SessionMetrics.CountsEvents;

    public void Emit(SessionEvent sessionEvent)
    {
        SessionMetrics.Count(sessionEvent);
        try
        {
            receiver?.Emit(sessionEvent);
        }
        catch (Exception failure)
        {
            Log.EventReceiverFailed(logger, failure, sessionEvent.GetType().Name);
        }
    }
}
