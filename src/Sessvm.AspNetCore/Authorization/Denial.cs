using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore;

/// <summary>Writes 403, and names the scopes that are missing where that is why (RFC 6750, 3.1).</summary>
internal static class Denial
{
    public static async Task WriteAsync(HttpContext context, ClaimsPrincipal user)
    {
        string[] needed = [.. (await ScopesAsync(context)).Distinct()];
        bool lacks = Array.Exists(needed, scope => !user.HasClaim(SessvmDefaults.ScopeClaim, scope));
        if (lacks)
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{string.Join(' ', needed.Select(Quotable))}\"";
        }

        await Answers.WriteAsync(
            context, StatusCodes.Status403Forbidden, new RefusalAnswer(lacks ? "insufficient-scope" : "forbidden"), SessvmJson.Default.RefusalAnswer);
    }

    // Scopes of RequireScope stand in the metadata; those of a named policy are in the policy.
    private static async ValueTask<IEnumerable<string>> ScopesAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } metadata)
        {
            return [];
        }

        var scopes = metadata.GetOrderedMetadata<ScopeRequirement>().SelectMany(static one => one.Scopes);
        if (context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies
            && await AuthorizationPolicy.CombineAsync(policies, metadata.GetOrderedMetadata<IAuthorizeData>()) is { } policy)
        {
            scopes = scopes.Concat(policy.Requirements.OfType<ScopeRequirement>().SelectMany(static one => one.Scopes));
        }

        return scopes;
    }

    private static string Quotable(string scope) =>
        string.Concat(scope.Where(static c => c is > ' ' and <= '~' and not '"' and not '\\'));
}
