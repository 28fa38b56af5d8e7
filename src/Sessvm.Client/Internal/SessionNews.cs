using Microsoft.Extensions.Logging;

namespace Sessvm.Client;

/// <summary>What is known of the session, and who is told when that changes.</summary>
internal sealed class SessionNews(SessionClient sender, ILogger logger)
{
    private readonly Lock _gate = new();
    private SessionState _state;

    public event EventHandler<SessionResult>? Refreshed;

    public event EventHandler<Refusal>? Ended;

    public event EventHandler<Refusal>? StepUpRequired;

    public SessionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>The store was read, somebody signed in or out, or an exchange went well.</summary>
    public void Enter(SessionTokens tokens) => Change(tokens.IsSignedIn ? SessionState.SignedIn : SessionState.SignedOut);

    /// <summary>A request succeeded: should there be an end after all, it is told again. A step-up is not over by that.</summary>
    public void Accepted() => Change(SessionState.SignedIn, unless: SessionState.StepUpRequired);

    public void TellRefreshed(SessionResult result)
    {
        Change(SessionState.SignedIn);
        Log.Refreshed(logger);
        Tell(Refreshed, result, nameof(Refreshed));
    }

    /// <summary>A refusal that is news is told: an end once, a step-up each time.</summary>
    public void Tell(Refusal refusal)
    {
        if (refusal.Reason.IsEnd())
        {
            if (Change(SessionState.Ended, unless: SessionState.SignedOut))
            {
                Log.Ended(logger, refusal.Code);
                Tell(Ended, refusal, nameof(Ended));
            }
        }
        else if (refusal.Reason == RefusalReason.StepUpRequired)
        {
            if (refusal.MaxAge is null)
            {
                Change(SessionState.StepUpRequired, unless: SessionState.SignedOut);
            }

            Tell(StepUpRequired, refusal, nameof(StepUpRequired));
        }
    }

    private bool Change(SessionState next, SessionState? unless = null)
    {
        lock (_gate)
        {
            bool changes = _state != next && _state != unless;
            _state = changes ? next : _state;
            return changes;
        }
    }

    private void Tell<T>(EventHandler<T>? listeners, T news, string name)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(sender, news);
            }
            catch (Exception failure) // a listener's trouble is not the request's
            {
                Log.ListenerFailed(logger, failure, name);
            }
        }
    }
}
