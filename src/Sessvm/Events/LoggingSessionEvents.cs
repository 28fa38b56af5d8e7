using Microsoft.Extensions.Logging;

namespace Sessvm.Events;

/// <summary>Writes each event as one log line.</summary>
/// <param name="logger">Where to.</param>
public sealed class LoggingSessionEvents(ILogger<LoggingSessionEvents> logger) : ISessionEvents
{
    /// <inheritdoc/>
    public void Emit(SessionEvent sessionEvent)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        var (session, subject) = (sessionEvent.Session, sessionEvent.Subject);
        switch (sessionEvent)
        {
            case SessionStarted e:
                Log.Started(logger, session, subject, e.Agent.Browser, e.Agent.System);
                break;
            case SessionExchanged e:
                Log.Moved(logger, session, subject, e.Generation);
                break;
            case SessionAgentChanged e:
                Log.AgentChanged(logger, session, subject, e.Before.Browser, e.Before.Version, e.Before.System, e.Now.Browser, e.Now.Version, e.Now.System);
                break;
            case SessionRotated e:
                Log.Moved(logger, session, subject, e.Generation);
                break;
            case SessionRenewed e:
                Log.Moved(logger, session, subject, e.Generation);
                break;
            case SessionEnded e:
                Log.Ended(logger, session, subject, e.Reason);
                break;
            case ReplayDetected e:
                Log.Replay(logger, session, subject, e.Presented, e.Current, e.Age, e.SameDevice, e.Likeness, string.Join(' ', e.Verdict.Failed));
                break;
            case SessionHealed e:
                Log.Healed(logger, session, subject, e.From, e.To);
                break;
            case SessionRefused e:
                Log.Refused(logger, session, subject, e.Reason.ToCode(), e.Verdict is null ? "" : string.Join(' ', e.Verdict.Failed), e.Verdict?.Explanation ?? "");
                break;
        }
    }
}
