using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sessvm.Csrf;

namespace Sessvm.AspNetCore;

/// <summary>Knows a WebSocket handshake, whether or not the WebSocket middleware has run yet.</summary>
internal static class Handshake
{
    public static bool IsWebSocket(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
            ? request.Headers.Upgrade is { Count: > 0 } upgrade && string.Equals(upgrade[0], "websocket", StringComparison.OrdinalIgnoreCase)
            : HttpMethods.IsConnect(request.Method)
                && request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    /// <summary>Whether a handshake with a cookie comes from an allowed origin. One that says nothing of where it comes from is refused.</summary>
    public static bool HasCheckedOrigin(HttpRequest request, OriginPolicy origins) =>
        Requests.Header(request, "Origin") is { Length: > 0 } origin
            ? origins.Allows(origin, Requests.SelfOrigin(request))
            : Requests.Header(request, WireNames.FetchSite) == "same-origin";
}
