using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>Ends sessions: in the store, then on every node, then in the event stream, once each.</summary>
internal sealed class SessionEnding(SessionContext context)
{
    public async ValueTask<IReadOnlyList<SessionRow>> RunAsync(EndTarget target, EndReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var rows = await context.Store.EndAsync(target, new SessionEnd(reason, context.Now), cancellationToken).ConfigureAwait(false);
        await (rows.Count > 0 ? AnnounceAsync(rows) : AnnounceAgainAsync(target)).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Ends the session of any genuine access token, whatever its age.</summary>
    public async ValueTask<bool> SignOutAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (context.Tokens.ReadAccess(text, context.Now, out var token) != TokenStatus.Ok)
        {
            return false;
        }

        await RunAsync(EndTarget.One(token.Session), EndReason.SignedOut, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Tells every node and the event stream of rows that have ended. Not cancelled: the rows have ended already (R5, R7).</summary>
    public async ValueTask AnnounceAsync(IReadOnlyList<SessionRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var notices = new RevocationNotice[rows.Count];
        for (int i = 0; i < notices.Length; i++)
        {
            notices[i] = EndOf(rows[i]);
        }

        try
        {
            await context.Feed.PublishAsync(notices, CancellationToken.None).ConfigureAwait(false);
        }
        finally // what has ended has ended, also where the others hear of it late
        {
            foreach (var row in rows)
            {
                context.Events.Emit(new SessionEnded(row.End!.At, row.Id, row.Subject, row.End.Reason));
            }
        }
    }

    /// <summary>
    /// A client that asks again may have had an answer that the others are not told yet: this waits until they are. Where this
    /// node has heard nothing of an end that still matters, whoever wrote it died before telling anybody: this tells it (R7).
    /// </summary>
    private async ValueTask AnnounceAgainAsync(EndTarget target)
    {
        var notices = Array.Empty<RevocationNotice>();
        if (target.Session is { } session
            && !(context.Refusals.TryFind(session, out var known) && known.IsEnd)
            && await context.Store.FindAsync(session, CancellationToken.None).ConfigureAwait(false) is { End: { } end } row
            && context.Now - end.At <= context.Options.RefusalHorizon)
        {
            notices = [EndOf(row)];
        }

        await context.Feed.PublishAsync(notices, CancellationToken.None).ConfigureAwait(false);
    }

    private static RevocationNotice EndOf(SessionRow row) =>
        new(row.Id, RevocationNotice.Everything, row.End!.At, row.End.Reason);
}
