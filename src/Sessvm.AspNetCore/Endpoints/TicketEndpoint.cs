using Microsoft.AspNetCore.Http;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary><c>POST /auth/ticket</c>: a one-use ticket for a WebSocket handshake.</summary>
internal static class TicketEndpoint
{
    public static async Task RunAsync(HttpContext context, SessvmHandler handler)
    {
        if (await EndpointCall.SignedInAsync(handler) is not { } session)
        {
            return;
        }

        if (handler.Credential.Device is not { } device)
        {
            await Answers.RefuseAsync(context, SessionReason.MissingDevice);
            return;
        }

        var scheme = handler.Parts;
        string ticket = scheme.Service.MintTicket(session, device, Requests.Header(context.Request, "Origin") ?? string.Empty).Reveal();
        scheme.Service.Tokens.ReadTicket(ticket, scheme.Now, out Ticket minted);
        await Answers.WriteAsync(context, StatusCodes.Status200OK, new TicketAnswer(true, ticket, minted.ExpiresAt), SessvmJson.Default.TicketAnswer);
    }
}
