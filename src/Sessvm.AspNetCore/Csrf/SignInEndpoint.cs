using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Marks an endpoint that signs in: it needs no CSRF token, and takes JSON or a form from an allowed origin only.</summary>
internal sealed record SignInEndpoint(string? Scheme)
{
    public static SignInEndpoint? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SignInEndpoint>();

    /// <summary>Writes the refusal; <see langword="null"/> where the request may go on.</summary>
    public static RequestDelegate? Refusal(HttpContext context, SchemeRegistry schemes)
    {
        var request = context.Request;
        if (!SignInOrigin.Allows(request, schemes.Get(Of(context)!.Scheme ?? schemes.Primary)))
        {
            return static http => Answers.RefuseAsync(http, SessionReason.CrossSite);
        }

        // What a foreign page could send without asking first (text/plain and the like) is not taken.
        return request.HasJsonContentType() || Requests.HasForm(request) || (request.ContentLength is null or 0 && request.ContentType is null)
            ? null
            : static http => Answers.ProblemAsync(
                http, StatusCodes.Status415UnsupportedMediaType, "Sign-in takes application/json or a form.");
    }
}
