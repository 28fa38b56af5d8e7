using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>Reads a row, and writes again what this node remembers of it and the store has lost (R5).</summary>
internal sealed class RowReader(SessionContext context, SessionEnding ending)
{
    public async ValueTask<SessionRow?> ReadAsync(SessionId session, CancellationToken cancellationToken)
    {
        var row = await context.Store.FindAsync(session, cancellationToken).ConfigureAwait(false);
        return row is null || row.End is not null || !context.Refusals.TryFind(session, out var notice)
            ? row
            : await ReassertAsync(row, notice, cancellationToken).ConfigureAwait(false);
    }

    // Apart from the reading, whose state would else be larger on every call.
    private async ValueTask<SessionRow?> ReassertAsync(SessionRow row, RevocationNotice notice, CancellationToken cancellationToken)
    {
        if (notice.IsEnd)
        {
            var ended = await ending.RunAsync(EndTarget.One(row.Id), notice.Reason ?? EndReason.Administrative, cancellationToken).ConfigureAwait(false);
            if (ended.Count > 0) // once, of all who meet it at the same time
            {
                context.Events.Emit(new SessionHealed(context.Now, row.Id, row.Subject, row.Access.Generation, row.Access.Generation));
            }

            return await context.Store.FindAsync(row.Id, cancellationToken).ConfigureAwait(false);
        }

        if (row.Access.Floor >= notice.RefuseBelow || (notice.IsHold && row.Held))
        {
            return row;
        }

        return await WriteAgainAsync(row, notice.IsHold ? row with { Held = true } : Raised(row, notice.RefuseBelow), cancellationToken).ConfigureAwait(false);
    }

    // The renewed token itself is not at hand: when it is presented, it is a fork that its holder heals (R8).
    private SessionRow Raised(SessionRow row, uint floor)
    {
        var now = context.Now;
        return row with
        {
            Access = row.Access with
            {
                Generation = Math.Max(row.Access.Generation, floor),
                Floor = floor,
                RotatedAt = now,
                IssuedAt = now,
                Lifetime = Stamp.Lifetime(row, context.Options.AccessLifetime, background: true, now), // R6
            },
            SeenAt = null,
        };
    }

    private async ValueTask<SessionRow?> WriteAgainAsync(SessionRow row, SessionRow remembered, CancellationToken cancellationToken)
    {
        remembered = remembered with { Version = row.Version.Next() };
        var outcome = await context.Store.UpdateAsync(remembered, row.Version, cancellationToken).ConfigureAwait(false);
        if (outcome != UpdateOutcome.Updated)
        {
            return await context.Store.FindAsync(row.Id, cancellationToken).ConfigureAwait(false);
        }

        context.Events.Emit(new SessionHealed(context.Now, row.Id, row.Subject, row.Access.Generation, remembered.Access.Generation));
        return remembered;
    }
}
