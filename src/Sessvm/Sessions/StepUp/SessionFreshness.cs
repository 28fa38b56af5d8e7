using Sessvm.Events;

namespace Sessvm.Sessions;

/// <summary>
/// Knows how old the credentials behind a token are. Only a renewal makes them younger, and it makes another token: so one
/// read of the row serves a token for its life.
/// </summary>
internal sealed class SessionFreshness(SessionContext context)
{
    public ValueTask<SessionReason> CheckAsync(AuthenticatedSession session, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        CheckAge(maxAge, context.Options);
        var since = context.Now - maxAge;
        if (session.IssuedAt < since) // no token is older than the credentials it came of
        {
            return new(Refused(SessionReason.StepUpRequired));
        }

        return session.AuthenticatedAt is { } known
            ? new(Judge(known, since))
            : ReadAsync(session, since, cancellationToken);
    }

    /// <summary>Refuses an age that is nothing, or that no session reaches.</summary>
    public static void CheckAge(TimeSpan maxAge, SessionOptions options)
    {
        if (maxAge <= TimeSpan.Zero || maxAge > options.AbsoluteTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxAge),
                maxAge,
                $"Credentials may be more than nothing and at most AbsoluteTimeout old, which is {options.AbsoluteTimeout}: no session is older.");
        }
    }

    private async ValueTask<SessionReason> ReadAsync(AuthenticatedSession session, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var row = await context.Store.FindAsync(session.Id, cancellationToken).ConfigureAwait(false);
        var reason = RowStanding.Of(row, context.Now);
        if (row is null || reason != SessionReason.None)
        {
            return Refused(reason);
        }

        if (session.Floor < row.Access.Floor)
        {
            return Refused(SessionReason.Superseded);
        }

        if (session.Floor == row.Access.Floor) // else the store has lost the renewal (R8), and knows only of older credentials
        {
            session.AuthenticatedAt = row.AuthenticatedAt;
        }

        return row.Held ? Refused(SessionReason.StepUpRequired) : Judge(row.AuthenticatedAt, since); // R4
    }

    private static SessionReason Judge(DateTimeOffset authenticatedAt, DateTimeOffset since) =>
        authenticatedAt >= since ? SessionReason.None : Refused(SessionReason.StepUpRequired);

    private static SessionReason Refused(SessionReason reason)
    {
        SessionMetrics.Refused("fresh", reason);
        return reason;
    }
}
