using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Tells the requests of timers from those of people: the former do not extend the idle deadline (R6).</summary>
internal static class Background
{
    public static bool Is(HttpContext context) => Is(context, EndpointFacts.Of(context));

    public static bool Is(HttpContext context, EndpointFacts endpoint) =>
        (context.Request.Headers[WireNames.BackgroundHeader] is { Count: > 0 } header && header[0] == "1")
        || endpoint.IsBackground || endpoint.IsHub; // polls, pings and reconnections: what a client calls is counted by the hub
}
