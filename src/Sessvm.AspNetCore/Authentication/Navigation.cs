using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Sessvm.AspNetCore;

/// <summary>Tells navigations from the requests of scripts: only the former are redirected, or exchanged on the way in.</summary>
internal static class Navigation
{
    /// <summary>Whether a browser is to show the answer. Where it says nothing of that, whether it asks for HTML with a safe method.</summary>
    public static bool Is(HttpRequest request)
    {
        if (Requests.Header(request, WireNames.FetchMode) is { Length: > 0 } mode)
        {
            return mode == "navigate";
        }

        return !HttpMethods.IsConnect(request.Method)
            && request.Headers.XRequestedWith != "XMLHttpRequest"
            && !Handshake.IsWebSocket(request)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sends the browser elsewhere, and has it told where to return.</summary>
    public static void Redirect(HttpContext context, PathString path, string parameter, string? returnTo)
    {
        var request = context.Request;
        // Only what can be asked for again is worth returning to.
        string back = returnTo ?? (Requests.IsSafe(request.Method) ? request.PathBase + request.Path + request.QueryString : request.PathBase + "/");
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(request.PathBase + path + new QueryBuilder { { parameter, back } }.ToQueryString());
    }
}
