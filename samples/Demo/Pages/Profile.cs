using System.Security.Claims;

namespace Sessvm.Demo.Pages;

/// <summary>Who is signed in.</summary>
internal sealed record Profile(string Sub, string Sid, IReadOnlyList<string> Scp)
{
    public static Profile Of(ClaimsPrincipal user)
    {
        var session = user.GetSession()!;
        return new Profile(session.Subject, session.Id.ToString(), session.Scopes);
    }
}
