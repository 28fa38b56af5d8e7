using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Asks the core whether a connection may open; a store that cannot be reached is an answer as well.</summary>
internal static class SocketOpening
{
    public static async ValueTask<(SessionReason Reason, SessionRow? Row)> CheckAsync(SessvmHandler handler, AuthenticatedSession session)
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
