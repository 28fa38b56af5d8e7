using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Sessvm.Benchmarks.Peers;

/// <summary>What a cookie of ASP.NET Core holds: a ticket under data protection.</summary>
internal sealed class CookiePeer
{
    private readonly TicketDataFormat _format = new(new EphemeralDataProtectionProvider().CreateProtector("Cookies", "v2"));

    public CookiePeer(DateTimeOffset now)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, Scene.Subject), .. Scene.Scopes.Select(scope => new Claim("scope", scope))],
            "Cookies");
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) };
        Text = _format.Protect(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, "Cookies"));
    }

    public string Text { get; }

    public AuthenticationTicket Unprotect() =>
        _format.Unprotect(Text) ?? throw new InvalidOperationException("The ticket does not open.");
}
