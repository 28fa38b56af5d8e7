using System.Security.Claims;

namespace Sessvm.AspNetCore;

/// <summary>The claims of a token, built once and never given away: each request takes copies of its own.</summary>
internal sealed class ClaimTemplate(Claim[] claims, string nameType, string roleType, string authenticationType)
{
    public Claim[] Claims => claims;

    public string NameType => nameType;

    public string RoleType => roleType;

    public string AuthenticationType => authenticationType;

    /// <summary>The value of the first claim of the name type.</summary>
    public string? Name { get; } = Array.Find(claims, claim => claim.Type == nameType)?.Value;
}
