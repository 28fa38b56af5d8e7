using Sessvm.Tokens;

namespace Sessvm.Csrf;

/// <summary>What of a request decides whether it was forged.</summary>
/// <param name="Method">The method, in its usual upper case.</param>
/// <param name="Cookie">The CSRF cookie; <see langword="null"/> where there is none.</param>
/// <param name="Header">The CSRF header or form field; <see langword="null"/> where there is none.</param>
/// <param name="Session">The session of the request's credential.</param>
/// <param name="FetchSite">The <c>Sec-Fetch-Site</c> header; <see langword="null"/> where it is not sent.</param>
/// <param name="Origin">The <c>Origin</c> header; <see langword="null"/> where it is not sent.</param>
/// <param name="SelfOrigin">The origin that the request was sent to, <c>scheme://host[:port]</c> without a default port.</param>
public readonly record struct CsrfRequest(
    string Method, string? Cookie, string? Header, SessionId Session, string? FetchSite, string? Origin, string SelfOrigin)
{
    /// <summary>Names the method and the session only: the tokens are secret (R9).</summary>
    public override string ToString() => $"{nameof(CsrfRequest)} {Method} {Session}";
}
