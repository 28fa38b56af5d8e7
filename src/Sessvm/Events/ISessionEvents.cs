namespace Sessvm.Events;

/// <summary>Receives what happens to sessions. Called on the path of the request: an implementation that has much to do queues it.</summary>
public interface ISessionEvents
{
    /// <summary>Receives one event. Must not throw; what it throws is logged and swallowed.</summary>
    /// <param name="sessionEvent">What happened. Holds no secret (R9).</param>
    void Emit(SessionEvent sessionEvent);
}
