using System.Security.Claims;
using GraphQL;
using GraphQL.Types;
using Sessvm.AspNetCore;

namespace Sessvm.GraphQL;

/// <summary>The scopes that a field or a type asks for.</summary>
internal sealed class ScopeDemand
{
    public const string Key = "Sessvm.Scopes";

    private static readonly ScopeDemand Nothing = new([]);
    private readonly string[] _scopes;

    private ScopeDemand(string[] scopes) => _scopes = scopes;

    public bool IsEmpty => _scopes.Length == 0;

    public static ScopeDemand Of(IMetadataReader carrier) => carrier.GetMetadata<ScopeDemand?>(Key, (ScopeDemand?)null) ?? Nothing;

    public ScopeDemand With(string[] scopes) => new([.. _scopes.Union(scopes)]);

    public ScopeDemand With(ScopeDemand other) => With(other._scopes);

    /// <exception cref="ExecutionError">A scope is missing, or nobody is signed in.</exception>
    public void Check(ClaimsPrincipal? user)
    {
        if (user?.Identity is not { IsAuthenticated: true })
        {
            throw new ExecutionError("Sign in first.") { Code = "missing-bearer" };
        }

        string[] missing = Array.FindAll(_scopes, scope => !user.HasClaim(SessvmDefaults.ScopeClaim, scope));
        if (missing.Length > 0)
        {
            throw new ExecutionError($"This takes the scope {string.Join(' ', missing)}.") { Code = "insufficient-scope" };
        }
    }
}
