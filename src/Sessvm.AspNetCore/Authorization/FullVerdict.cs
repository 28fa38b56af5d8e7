using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Asks the core for a full verdict of the row and the policy; a store that cannot be reached is an answer as well.</summary>
internal static class FullVerdict
{
    public static async ValueTask<(SessionReason Reason, SessionRow? Row)> AskAsync(SessvmHandler handler, AuthenticatedSession session)
    {
        try
        {
            return await handler.Parts.Service.OpenAsync(
                session.Id, handler.Parts.FingerprintOf(handler.Http), handler.Http.RequestAborted);
        }
        catch (SessionStoreException failure)
        {
            Log.StoreFailed(handler.Log, handler.Parts.Name, failure);
            return (SessionReason.StoreUnavailable, null);
        }
    }
}
