using Microsoft.AspNetCore.Http;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary><c>GET /auth/session</c>: the current session.</summary>
internal static class SessionEndpoint
{
    public static async Task RunAsync(HttpContext context, SessvmHandler handler)
    {
        if (await EndpointCall.SignedInAsync(handler) is not { } session)
        {
            return;
        }

        var row = await handler.Parts.Service.FindAsync(session.Id, context.RequestAborted);
        if (row is null || row.End is not null)
        {
            await Answers.RefuseAsync(context, row is null ? SessionReason.SessionNotFound : SessionReason.SessionNotActive);
            return;
        }

        await Answers.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new SessionAnswer(
                true,
                session.Id.ToString(),
                session.Subject,
                session.Scopes,
                handler.Parts.Service.Csrf.Mint(session.Id, handler.Parts.Now),
                session.IssuedAt,
                session.ExpiresAt,
                row.Deadline,
                row.IdleDeadline,
                session.Generation),
            SessvmJson.Default.SessionAnswer);
    }
}
