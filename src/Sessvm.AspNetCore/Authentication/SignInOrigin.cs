using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>
/// Sign-in and sign-out from an allowed origin only: else a foreign page could sign a person in as somebody else (login
/// CSRF), or out. The callbacks of external logins have no endpoint, and are guarded by their own state.
/// </summary>
internal static class SignInOrigin
{
    public static bool Allows(HttpRequest request, SessvmScheme scheme) =>
        scheme.Origins.Admits(
            Requests.Header(request, WireNames.FetchSite), Requests.Header(request, "Origin"), Requests.SelfOrigin(request));

    public static void Require(HttpContext context, SessvmScheme scheme)
    {
        if (!Requests.IsSafe(context.Request.Method) && context.GetEndpoint() is not null && !Allows(context.Request, scheme))
        {
            throw new BadHttpRequestException(
                "A sign-in or sign-out from another origin is refused; list the origin in Sessvm:AllowedOrigins if it may.", StatusCodes.Status403Forbidden);
        }
    }
}
