using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace Sessvm.AspNetCore;

/// <summary>What each request asks of the endpoint that it was routed to, read from its metadata once.</summary>
/// <param name="IsHub">Whether it is a SignalR hub's.</param>
/// <param name="IsBackground">Whether it is asked by timers, and not by people.</param>
/// <param name="IsUnsafe">Whether it was mapped for unsafe methods alone.</param>
internal sealed record EndpointFacts(bool IsHub, bool IsBackground, bool IsUnsafe)
{
    private static readonly EndpointFacts OfNone = new(IsHub: false, IsBackground: false, IsUnsafe: false);
    private static readonly ConditionalWeakTable<Endpoint, EndpointFacts> Known = []; // endpoints can be replaced while running

    public static EndpointFacts Of(HttpContext context) =>
        context.GetEndpoint() is not { } endpoint ? OfNone
        : Known.TryGetValue(endpoint, out var facts) ? facts
        : Known.GetValue(endpoint, Read);

    private static EndpointFacts Read(Endpoint endpoint) => new(
        endpoint.Metadata.GetMetadata<HubMetadata>() is not null,
        endpoint.Metadata.GetMetadata<SessvmBackgroundAttribute>() is not null,
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } && !methods.Any(Requests.IsSafe));
}
