using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Authorization by a full verdict.</summary>
public static class BindingExtensions
{
    /// <summary>
    /// Lets a request through only if the session's row and the fingerprint policy accept it now: for the endpoints that
    /// matter most. Costs one read of the store. What is refused is answered as at an exchange: 401 with the reason.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    public static TBuilder RequireBinding<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(new BindingRequirement()));
}
