using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Uses up the ticket of a handshake.</summary>
internal static class Tickets
{
    public static async ValueTask<(SessionReason Reason, AuthenticatedSession? Session)> RedeemAsync(SessvmHandler handler)
    {
        var scheme = handler.Parts;
        var fingerprint = scheme.FingerprintOf(handler.Http);
        string text = handler.Credential.Token.ToString();
        bool genuine = scheme.Service.Tokens.ReadTicket(text, scheme.Now, out var ticket) == TokenStatus.Ok;
        var limit = new Limit(scheme.Limiter, genuine ? ticket.Session : null, fingerprint.Network);
        if (limit.Before > TimeSpan.Zero)
        {
            return (SessionReason.RateLimited, null);
        }

        var result = await scheme.Service.RedeemTicketAsync(
            text,
            handler.Credential.Device,
            Requests.Header(handler.Http.Request, "Origin") ?? string.Empty,
            fingerprint,
            handler.Http.RequestAborted);
        if (!result.Succeeded)
        {
            return (limit.Refuse() > TimeSpan.Zero ? SessionReason.RateLimited : result.Reason, null);
        }

        return (SessionReason.None, SessionOf(result.Row));
    }

    // There is no token here: the row says all that one would, and no tag of it is asked for.
    private static AuthenticatedSession SessionOf(SessionRow row) => new(TokenMint.Content(row, deviceTag: 0, requesterTag: 0));
}
