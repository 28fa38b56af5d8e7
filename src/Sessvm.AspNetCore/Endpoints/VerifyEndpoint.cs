using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>
/// <c>GET|HEAD /auth/verify</c>: for nginx <c>auth_request</c>, Traefik and Caddy. It stands for another request, whose
/// method the proxy tells.
/// </summary>
internal static class VerifyEndpoint
{
    public static async Task RunAsync(HttpContext context, SessvmHandler handler)
    {
        if (await EndpointCall.SignedInAsync(handler, MethodOf(context.Request)) is not { } session)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers["X-Session-Subject"] = Uri.EscapeDataString(session.Subject);
        headers["X-Session-Id"] = Uri.EscapeDataString(session.Id.ToString());
        headers["X-Session-Scopes"] = string.Join(' ', session.Scopes.Select(Uri.EscapeDataString));
        await Answers.EmptyAsync(context);
    }

    // The header can only make the check stricter, so it need not be asked who set it: of two that differ, and of one
    // that makes no sense, the unsafe reading holds. A proxy that sets neither header guards safe methods only.
    private static string MethodOf(HttpRequest request)
    {
        foreach (string name in (ReadOnlySpan<string>)["X-Forwarded-Method", "X-Original-Method"])
        {
            foreach (string? method in request.Headers[name])
            {
                if (!string.IsNullOrEmpty(method) && (!Requests.IsSafe(method) || HttpMethods.IsConnect(method)))
                {
                    return "POST";
                }
            }
        }

        return HttpMethods.Get;
    }
}
