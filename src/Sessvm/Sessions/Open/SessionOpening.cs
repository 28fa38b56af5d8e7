using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>Looks at the row before a live connection opens: it will live on without being asked again, so a full verdict is taken.</summary>
internal sealed class SessionOpening(SessionContext context, SessionEnding ending)
{
    private readonly SessionJudge _judge = new(context, ending);

    public async ValueTask<(SessionReason Reason, SessionRow? Row)> RunAsync(
        SessionId session, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        var row = await context.Store.FindAsync(session, cancellationToken).ConfigureAwait(false);
        var now = context.Now;
        var reason = RowStanding.Of(row, now);
        if (row is not null && reason == SessionReason.None)
        {
            reason = row.Held
                ? SessionReason.StepUpRequired // R4
                : await _judge.JudgeAsync(row, fingerprint, now).ConfigureAwait(false);
        }

        if (reason == SessionReason.None)
        {
            return (reason, row);
        }

        SessionMetrics.Refused("open", reason);
        return (reason, null);
    }
}
