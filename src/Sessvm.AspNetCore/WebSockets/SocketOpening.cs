using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Looks at the row before a connection opens: it will live on without being asked again, so a full verdict is taken.</summary>
internal static class SocketOpening
{
    public static async ValueTask<(SessionReason Reason, SessionRow? Row)> CheckAsync(SessvmHandler handler, AuthenticatedSession session)
    {
        SessionRow? row;
        try
        {
            row = await handler.Parts.Service.FindAsync(session.Id, handler.Http.RequestAborted);
        }
        catch (Stores.SessionStoreException failure)
        {
            Log.StoreFailed(handler.Log, handler.Parts.Name, failure);
            return (SessionReason.StoreUnavailable, null);
        }

        var now = handler.Parts.Now;
        var reason = row switch
        {
            null => SessionReason.SessionNotFound,
            { End: not null } => SessionReason.SessionNotActive,
            _ when now >= row.Deadline => SessionReason.SessionExpired,
            _ when now >= row.IdleDeadline => SessionReason.SessionIdle,
            { Held: true } => SessionReason.StepUpRequired,
            _ => Judge(handler, row),
        };
        return (reason, reason == SessionReason.None ? row : null);
    }

    private static SessionReason Judge(SessvmHandler handler, SessionRow row)
    {
        var seen = handler.Parts.Service.Fingerprints.Extract(handler.Traits());
        return handler.Parts.Options.Fingerprint.ToPolicy().Judge(row.Fingerprint, seen).Action switch
        {
            VerdictAction.Accept => SessionReason.None,
            VerdictAction.StepUp => SessionReason.StepUpRequired,
            _ => SessionReason.BindingMismatch,
        };
    }
}
