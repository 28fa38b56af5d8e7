using Microsoft.AspNetCore.Http;
using Sessvm.Csrf;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Gathers what the CSRF guard needs of a request, and asks it.</summary>
internal static class CsrfCheck
{
    /// <summary>Judges a request whose credential came from the cookie.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="credential">What the request carries.</param>
    /// <param name="session">The session of the credential, verified, maybe expired.</param>
    /// <param name="method">Another method than the request's own, where it stands for another request.</param>
    public static async ValueTask<SessionReason> RunAsync(
        HttpContext context, SessvmScheme scheme, Credential credential, SessionId session, string? method = null)
    {
        if (HubEndpoint.IsFromAllowedOrigin(context, scheme))
        {
            return SessionReason.None;
        }

        var request = context.Request;
        string? token = Requests.Header(request, WireNames.CsrfHeader) ?? await FieldAsync(request, context.RequestAborted);
        return scheme.Guard.Check(
            new CsrfRequest(
                method ?? (Requests.IsSafe(context) ? HttpMethods.Get : HttpMethods.Post),
                credential.CsrfCookie.IsEmpty ? null : credential.CsrfCookie.ToString(),
                token,
                session,
                Requests.Header(request, WireNames.FetchSite),
                Requests.Header(request, "Origin"),
                Requests.SelfOrigin(request)),
            scheme.Now);
    }

    private static async ValueTask<string?> FieldAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Requests.HasForm(request))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return form[WireNames.CsrfField] is { Count: > 0 } values ? values[0] : null;
        }
        catch (Exception malformed) when (malformed is InvalidDataException || malformed.GetType() == typeof(IOException)) // no form, whatever the header says
        {
            return null;
        }
    }
}
