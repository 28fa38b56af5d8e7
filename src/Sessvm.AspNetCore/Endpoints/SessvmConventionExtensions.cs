using Microsoft.AspNetCore.Authorization;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What an application says of its own endpoints.</summary>
public static class SessvmConventionExtensions
{
    /// <summary>Marks endpoints that timers call and people do not: their requests do not extend the idle deadline (R6).</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    public static TBuilder AsBackground<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new SessvmBackgroundAttribute());

    /// <summary>
    /// Marks an endpoint that signs in: open to everybody, without a CSRF token, but only with JSON or a form, and only
    /// from an allowed origin.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scheme">The scheme whose <c>AllowedOrigins</c> count; the first one by default.</param>
    public static TBuilder AsSignIn<TBuilder>(this TBuilder builder, string? scheme = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AllowAnonymousAttribute(), CsrfExemption.Granted, new SignInEndpoint(scheme));

    /// <summary>Takes the CSRF check off endpoints that need none, such as those that a signed webhook calls.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    public static TBuilder DisableSessvmCsrf<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(CsrfExemption.Granted);
}
