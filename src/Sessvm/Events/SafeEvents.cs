using Microsoft.Extensions.Logging;

namespace Sessvm.Events;

/// <summary>Passes events on, counts them, and lets none of a receiver's failures reach a request.</summary>
internal sealed class SafeEvents(ISessionEvents? receiver, ILogger logger)
{
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
