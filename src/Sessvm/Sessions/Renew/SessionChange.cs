using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>New scopes and claims; what is <see langword="null"/> stays as it is.</summary>
public sealed record SessionChange
{
    /// <summary>The scopes.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The claims that travel in the token.</summary>
    public IReadOnlyList<SessionClaim>? TokenClaims { get; init; }

    /// <summary>The claims that stay in the row.</summary>
    public IReadOnlyList<SessionClaim>? Claims { get; init; }

    /// <summary>The row with this change.</summary>
    /// <param name="row">The row.</param>
    internal SessionRow ApplyTo(SessionRow row)
    {
        SessionBounds.CheckToken(row.Subject, Scopes ?? row.Scopes, TokenClaims ?? row.TokenClaims);
        return row with
        {
            Scopes = Scopes ?? row.Scopes,
            TokenClaims = TokenClaims ?? row.TokenClaims,
            Claims = Claims ?? row.Claims,
        };
    }
}
