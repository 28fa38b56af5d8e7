using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>Carries out what the table decided, for exchange and rotation alike.</summary>
internal sealed class ExchangeWriter(SessionContext context, SessionEnding ending)
{
    public RowReader Rows { get; } = new(context, ending);

    /// <summary>Carries out the effect of a refusal.</summary>
    /// <returns>Whether it stands; <see langword="false"/> where the row has changed and must be read again.</returns>
    public async ValueTask<bool> RefuseAsync(SessionRow row, Presentation shown, ExchangeDecision decision, DateTimeOffset now)
    {
        if (decision.EndsFamily)
        {
            var ended = await ending.RunAsync(EndTarget.OfFamily(row.Family), decision.Ends!.Value, CancellationToken.None).ConfigureAwait(false);
            if (ended.Count > 0 && decision.Reason == SessionReason.ReplayDetected) // R4: once
            {
                context.Events.Emit(new ReplayDetected(
                    now, row.Id, row.Subject, shown.Generation, row.Access.Generation, now - shown.IssuedAt, shown.SameDevice,
                    decision.Likeness, context.Policy.Judge(row.Fingerprint, row.Habits, shown.Fingerprint, now)));
            }
        }
        else if (decision.Ends is { } reason) // R6
        {
            var last = row with { End = new SessionEnd(reason, now), Version = row.Version.Next() };
            var outcome = await context.Store.UpdateAsync(last, row.Version, CancellationToken.None).ConfigureAwait(false);
            if (outcome == UpdateOutcome.Conflict)
            {
                return false;
            }

            if (outcome == UpdateOutcome.Updated)
            {
                await ending.AnnounceAsync([last]).ConfigureAwait(false);
            }
        }
        else if (decision.Holds && !row.Held) // R4
        {
            var held = row with { Held = true, Version = row.Version.Next() };
            if (await context.Store.UpdateAsync(held, row.Version, CancellationToken.None).ConfigureAwait(false) == UpdateOutcome.Conflict)
            {
                return false;
            }

            // Every generation: also the tokens that still live, on every node. A renewal goes above this and lifts it.
            await context.TellAsync(new RevocationNotice(row.Id, row.Access.Generation + 1, now, Reason: null) { IsHold = true }).ConfigureAwait(false);
        }

        if (decision.Notable)
        {
            context.Events.Emit(new SessionRefused(now, row.Id, row.Subject, decision.Reason, decision.Verdict));
        }

        return true;
    }

    /// <summary>Writes the row that follows, if it differs.</summary>
    /// <returns>Whether it is written; <see langword="false"/> where the row has changed and must be read again.</returns>
    public async ValueTask<bool> WriteAsync(SessionRow row, SessionRow next, ExchangeDecision decision, DateTimeOffset now)
    {
        if (next.Version == row.Version)
        {
            return true;
        }

        if (await context.Store.UpdateAsync(next, row.Version, CancellationToken.None).ConfigureAwait(false) != UpdateOutcome.Updated)
        {
            return false;
        }

        if (decision.Heals)
        {
            context.Events.Emit(new SessionHealed(now, row.Id, row.Subject, row.Access.Generation, next.Access.Generation));
        }

        if (context.Events.AreHeard && next.Fingerprint.Agent != row.Fingerprint.Agent)
        {
            context.Events.Emit(new SessionAgentChanged(now, row.Id, row.Subject, row.Fingerprint.Agent, next.Fingerprint.Agent));
        }

        return true;
    }

    /// <summary>Asks the validator; <see langword="null"/> where it ends the session.</summary>
    public async ValueTask<SessionRow?> ValidateAsync(SessionRow row)
    {
        if (context.Validator is not { } validator)
        {
            return row;
        }

        var answer = await validator.ValidateAsync(row, CancellationToken.None).ConfigureAwait(false);
        if (answer.Ends)
        {
            await ending.RunAsync(EndTarget.One(row.Id), EndReason.Rejected, CancellationToken.None).ConfigureAwait(false);
            return null;
        }

        if (answer.Change is not { } change)
        {
            return row;
        }

        SessionBounds.Check(change);
        return change.ApplyTo(row);
    }

    /// <summary>Marks a row that was used without a new generation, unless the row says so already (R3, R6).</summary>
    public void Mark(SessionRow row, bool seen, bool background, DateTimeOffset now)
    {
        if (seen && row.SeenAt is null)
        {
            context.Marks.Seen(row.Id, row.Access.Generation, now, background);
        }
        else if (!background && now - row.LastSeenAt >= context.Options.TouchInterval)
        {
            context.Marks.Used(row.Id, row.Access.Generation, now);
        }
    }
}
