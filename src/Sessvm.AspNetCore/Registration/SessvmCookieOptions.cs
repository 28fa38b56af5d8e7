using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>The names of a scheme's cookies, and where they are sent. Over HTTPS each name gets <c>__Host-</c> before it, or <c>__Secure-</c> where there is a domain.</summary>
public sealed class SessvmCookieOptions
{
    /// <summary>The cookie of the access token.</summary>
    /// <value><c>atk</c> by default; letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</value>
    public string Access { get; set; } = "atk";

    /// <summary>The cookie of the device id.</summary>
    /// <value><c>did</c> by default.</value>
    public string Device { get; set; } = "did";

    /// <summary>The cookie of the CSRF token.</summary>
    /// <value><c>csrf</c> by default.</value>
    public string Csrf { get; set; } = "csrf";

    /// <summary>The domain whose hosts share the cookies.</summary>
    /// <value>None by default: the host alone.</value>
    public string? Domain { get; set; }

    /// <summary>Which requests from other sites carry the cookies: one rule for all of them.</summary>
    /// <value><see cref="SameSiteMode.Lax"/> by default.</value>
    public SameSiteMode SameSite { get; set; } = SameSiteMode.Lax;
}
