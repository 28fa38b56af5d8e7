using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>Has the policy judge a request outside an exchange: tells the events, and ends the family where the verdict says so.</summary>
internal sealed class SessionJudge(SessionContext context, SessionEnding ending)
{
    /// <summary><see cref="SessionReason.None"/> where the request is accepted, else the reason that the client hears.</summary>
    public async ValueTask<SessionReason> JudgeAsync(SessionRow row, Fingerprint seen, DateTimeOffset now)
    {
        var verdict = context.Policy.Judge(row.Fingerprint, row.Habits, seen, now);
        if (verdict.Action == VerdictAction.Accept)
        {
            return SessionReason.None;
        }

        var reason = verdict.Action == VerdictAction.StepUp ? SessionReason.StepUpRequired : SessionReason.BindingMismatch;
        context.Events.Emit(new SessionRefused(now, row.Id, row.Subject, reason, verdict));
        if (verdict.Action == VerdictAction.End)
        {
            // Not to be called off: whoever is refused may well hang up.
            await ending.RunAsync(EndTarget.OfFamily(row.Family), EndReason.Binding, CancellationToken.None).ConfigureAwait(false);
        }

        return reason;
    }
}
