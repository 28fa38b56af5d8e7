using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sessvm.Fingerprints;

namespace Sessvm.AspNetCore;

/// <summary>What is asked of many requests.</summary>
internal static class Requests
{
    public static RequestTraits TraitsOf(HttpContext context, string? tls)
    {
        var headers = context.Request.Headers;
        return new RequestTraits(headers.UserAgent, headers.AcceptLanguage, context.Connection.RemoteIpAddress, tls)
        {
            Hints = HintsOf(headers),
        };
    }

    /// <summary>The agent of a request and its hints: what a known requester is known by.</summary>
    public static RequestTraits AgentOf(HttpRequest request) => new(request.Headers.UserAgent) { Hints = HintsOf(request.Headers) };

    // Whoever sends one of them sends the others: most that are asked have no hints, and pay for one lookup.
    private static ClientHints HintsOf(IHeaderDictionary headers) =>
        headers.TryGetValue("Sec-CH-UA", out var brands)
            ? new ClientHints(brands, headers["Sec-CH-UA-Platform"], headers["Sec-CH-UA-Mobile"])
            : default;

    /// <summary>RFC 9110, 9.2.1. A WebSocket over HTTP/2 is a CONNECT: its origin is checked instead.</summary>
    public static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
        || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method);

    /// <summary>
    /// Whether a request changes nothing, by its method and by what it was routed to: a method that is overridden after the
    /// routing says nothing of the endpoint that runs.
    /// </summary>
    public static bool IsSafe(HttpContext context) => IsSafe(context, EndpointFacts.Of(context));

    /// <inheritdoc cref="IsSafe(HttpContext)"/>
    public static bool IsSafe(HttpContext context, EndpointFacts endpoint) => IsSafe(context.Request.Method) && !endpoint.IsUnsafe;

    /// <summary>Whether there is a form that may be read: the framework throws where its antiforgery token was found wrong.</summary>
    public static bool HasForm(HttpRequest request) =>
        request.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } && request.HasFormContentType;

    /// <summary>The origin that the request was sent to, as a browser would write it.</summary>
    public static string SelfOrigin(HttpRequest request)
    {
        var host = request.Host;
        bool usual = host.Port is null || host.Port == (request.IsHttps ? 443 : 80);
        return $"{request.Scheme}://{(usual ? host.Host : host.Value)}".ToLowerInvariant();
    }

    /// <summary>The first value of a header; <see langword="null"/> where it is not sent.</summary>
    public static string? Header(HttpRequest request, string name) =>
        request.Headers[name] is { Count: > 0 } values ? values[0] : null;
}
