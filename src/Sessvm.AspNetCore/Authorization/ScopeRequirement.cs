using Microsoft.AspNetCore.Authorization;

namespace Sessvm.AspNetCore;

/// <summary>Demands scopes of the session, every one of them.</summary>
public sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    /// <summary>Makes a requirement.</summary>
    /// <param name="scopes">The scopes: at least one.</param>
    public ScopeRequirement(params IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentOutOfRangeException.ThrowIfZero(scopes.Count, nameof(scopes));
        Scopes = [.. scopes];
    }

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Scopes: {string.Join(' ', Scopes)}";

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(requirement);
        foreach (string scope in requirement.Scopes)
        {
            if (!context.User.HasClaim(SessvmDefaults.ScopeClaim, scope))
            {
                return Task.CompletedTask;
            }
        }

        context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
