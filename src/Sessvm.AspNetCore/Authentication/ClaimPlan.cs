using System.Security.Claims;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Says which claims of a principal are the subject, the scopes, the token's or the row's, and makes claims of a session again.</summary>
internal sealed class ClaimPlan(IEnumerable<string> tokenClaims, string scheme)
{
    private readonly HashSet<string> _inToken = new(tokenClaims.SelectMany(WithLongForm), StringComparer.Ordinal);

    /// <summary>Takes a principal apart.</summary>
    /// <exception cref="ArgumentException">It names no subject.</exception>
    public Parts Take(ClaimsPrincipal principal)
    {
        string subject = principal.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? principal.FindFirst("sub")?.Value
            ?? throw new ArgumentException($"The principal has no subject; give it a claim of type {ClaimTypes.NameIdentifier} or sub.", nameof(principal));
        var scopes = new List<string>();
        var token = new List<SessionClaim>();
        var row = new List<SessionClaim>();
        foreach (var claim in principal.Claims)
        {
            switch (claim.Type)
            {
                case ClaimTypes.NameIdentifier or "sub" when claim.Value == subject:
                case SessvmDefaults.SessionClaim when SessionId.TryParse(claim.Value, out _): // an earlier sign-in's
                    break;
                case "scope" or "scp":
                    scopes.AddRange(claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(scopes));
                    break;
                default:
                    var target = _inToken.Contains(claim.Type) ? token : row;
                    var one = new SessionClaim(claim.Type, claim.Value);
                    if (!target.Contains(one))
                    {
                        target.Add(one);
                    }

                    break;
            }
        }

        return new Parts(subject, scopes, token, row);
    }

    /// <summary>The claims of a session, built once a token.</summary>
    public ClaimTemplate TemplateOf(AuthenticatedSession session)
    {
        if (session.Attached is ClaimTemplate built)
        {
            return built;
        }

        var claims = new List<Claim>(session.Scopes.Count + session.Claims.Count + 2)
        {
            Make(ClaimTypes.NameIdentifier, session.Subject),
            Make(SessvmDefaults.SessionClaim, session.Id.ToString()),
        };
        claims.AddRange(session.Scopes.Select(scope => Make(SessvmDefaults.ScopeClaim, scope)));
        claims.AddRange(session.Claims.Select(claim => Make(claim.Type, claim.Value)));
        built = new ClaimTemplate([.. claims], Form(claims, ClaimTypes.Name, "name"), Form(claims, ClaimTypes.Role, "role"), scheme);
        session.Attached = built;
        return built;
    }

    private Claim Make(string type, string value) => new(type, value, ClaimValueTypes.String, scheme);

    // An application that keeps the short names of OpenID Connect finds its name and roles under those.
    private static string Form(List<Claim> claims, string usual, string brief) =>
        !claims.Exists(claim => claim.Type == usual) && claims.Exists(claim => claim.Type == brief) ? brief : usual;

    private static IEnumerable<string> WithLongForm(string type) => type switch
    {
        "name" => [type, ClaimTypes.Name],
        "role" => [type, ClaimTypes.Role],
        "email" => [type, ClaimTypes.Email],
        _ => [type],
    };

    /// <summary>A principal, taken apart.</summary>
    public sealed record Parts(
        string Subject, IReadOnlyList<string> Scopes, IReadOnlyList<SessionClaim> InToken, IReadOnlyList<SessionClaim> InRow);
}
