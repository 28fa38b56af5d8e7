using Microsoft.AspNetCore.Http;

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

        var scheme = handler.Parts;
        string csrf = scheme.Service.Csrf.Mint(session.Id, scheme.Now);
        if (handler.Credential.Source == CredentialSource.Cookie && !scheme.Service.Csrf.Verify(handler.Credential.CsrfCookie.Span, session.Id, scheme.Now))
        {
            CookieWriter.WriteCsrf(context, scheme, row, csrf); // what is returned must also be what the cookie says
        }

        await Answers.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new SessionAnswer(
                true,
                session.Id.ToString(),
                session.Subject,
                session.Scopes,
                csrf,
                session.IssuedAt,
                session.ExpiresAt,
                row.Deadline,
                row.IdleDeadline,
                session.Generation,
                handler.IsHeld,
                row.AuthenticatedAt),
            SessvmJson.Default.SessionAnswer);
    }
}
