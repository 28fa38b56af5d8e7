using Microsoft.AspNetCore.Authorization;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Authorization by scope.</summary>
public static class ScopeExtensions
{
    /// <summary>Lets only sessions with these scopes through: 403 with <c>insufficient_scope</c> otherwise (RFC 6750, 3.1).</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scopes">The scopes, all of which are needed.</param>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new ScopeRequirement(scopes);
        return builder
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(requirement))
            .WithMetadata(requirement);
    }

    /// <summary>Lets only sessions with these scopes through.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scopes">The scopes, all of which are needed.</param>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.AddRequirements(new ScopeRequirement(scopes));
    }
}
