namespace Sessvm.AspNetCore;

/// <summary>Who holds the access token in a browser.</summary>
public enum SessvmMode
{
    /// <summary>An HttpOnly cookie: no script ever sees the token, and unsafe requests carry a CSRF token.</summary>
    Cookie,

    /// <summary>The page's script, which sends <c>Authorization</c> itself. The <c>atk</c> cookie is readable, and is not read by the server.</summary>
    Bearer,
}
