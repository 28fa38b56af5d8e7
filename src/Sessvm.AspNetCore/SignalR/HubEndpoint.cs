using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Knows the endpoints of SignalR hubs, by what <c>MapHub</c> says of them: negotiation, connection, and the requests of server-sent events and long polling.</summary>
internal static class HubEndpoint
{
    public const string TokenParameter = "access_token";
    public const string DeviceParameter = "did";

    // By it a page of Blazor says that it has closed, so that its circuit need not wait. It has nothing else to be known by.
    private const string CircuitFarewell = "Blazor disconnect";

    public static bool Is(HttpContext context) => EndpointFacts.Of(context).IsHub;

    /// <summary>
    /// Whether a request of a hub with a cookie is known to come from an allowed origin: that stands in place of the CSRF
    /// token, which the framework's clients do not send.
    /// </summary>
    public static bool IsFromAllowedOrigin(HttpContext context, SessvmScheme scheme) =>
        (Is(context) || context.GetEndpoint()?.DisplayName == CircuitFarewell) && Handshake.HasCheckedOrigin(context.Request, scheme.Origins);
}
