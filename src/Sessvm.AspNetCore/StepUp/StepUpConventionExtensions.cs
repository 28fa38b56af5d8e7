using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What an application says of step-ups: where fresh credentials are needed, where they are given, and what goes on meanwhile.</summary>
public static class StepUpConventionExtensions
{
    /// <summary>
    /// Lets only sessions through whose credentials (of the sign-in, or of the last renewal with fresh ones) are young: 401 with
    /// <c>step-up-required</c> and <c>max_age</c> otherwise (RFC 9470, 3). Reads the store once a token at most.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="maxAge">How old they may be: more than zero, and at most <see cref="SessvmOptions.AbsoluteTimeout"/>, which is checked when the endpoint is built.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is not positive.</exception>
    public static TBuilder RequireFresh<TBuilder>(this TBuilder builder, TimeSpan maxAge)
        where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new FreshRequirement(maxAge);
        builder.Add(endpoint => Check(endpoint.ApplicationServices, maxAge));
        return builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(requirement));
    }

    /// <summary>Lets only sessions through whose credentials are young.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="maxAge">How old they may be: more than zero, and at most <see cref="SessvmOptions.AbsoluteTimeout"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is not positive.</exception>
    public static AuthorizationPolicyBuilder RequireFresh(this AuthorizationPolicyBuilder policy, TimeSpan maxAge)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.AddRequirements(new FreshRequirement(maxAge));
    }

    /// <summary>Marks endpoints that go on answering while their session is held: see <see cref="AllowWhileHeldAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    public static TBuilder AllowWhileHeld<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AllowWhileHeldAttribute());

    /// <summary>
    /// Marks the endpoint that takes fresh credentials: a held session reaches it, also with a token that has expired, and
    /// nobody who is not signed in does. Once the credentials are right, it calls <c>SessvmStepUpAsync</c>.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    public static TBuilder AsStepUp<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization().WithMetadata(new SessvmStepUpAttribute());

    private static void Check(IServiceProvider services, TimeSpan maxAge)
    {
        if (services.GetService<SchemeRegistry>() is { } schemes
            && schemes.Names.Max(name => schemes.Get(name).Options.AbsoluteTimeout) is var most
            && maxAge > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxAge), maxAge, $"RequireFresh takes at most Sessvm:AbsoluteTimeout, which is {most}: no session is older.");
        }
    }
}
