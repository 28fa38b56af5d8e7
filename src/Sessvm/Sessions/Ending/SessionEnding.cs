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
        await AnnounceAsync(rows).ConfigureAwait(false);
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
            var end = rows[i].End!;
            notices[i] = new RevocationNotice(rows[i].Id, RevocationNotice.Everything, end.At, end.Reason);
        }

        await context.Feed.PublishAsync(notices, CancellationToken.None).ConfigureAwait(false);
        foreach (var row in rows)
        {
            context.Events.Emit(new SessionEnded(row.End!.At, row.Id, row.Subject, row.End.Reason));
        }
    }
}
