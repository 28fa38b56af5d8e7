namespace Sessvm.Csrf;

/// <summary>
/// Checks a whole request whose credential came from a cookie: where it comes from, then the double submit, then that
/// the token is the session's. <c>csr</c> of the short names.
/// </summary>
/// <param name="tokens">The tokens of sessions.</param>
/// <param name="origins">The origins that may send credentialed requests.</param>
public sealed class CsrfGuard(CsrfTokens tokens, OriginPolicy origins)
{
    private readonly CsrfTokens _tokens = tokens ?? throw new ArgumentNullException(nameof(tokens));
    private readonly OriginPolicy _origins = origins ?? throw new ArgumentNullException(nameof(origins));

    /// <summary>Judges a request. Safe methods pass (RFC 9110, 9.2.1).</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The present instant.</param>
    /// <returns><see cref="SessionReason.None"/>, <see cref="SessionReason.CrossSite"/>, or what is wrong with the token.</returns>
    public SessionReason Check(in CsrfRequest request, DateTimeOffset now)
    {
        if (request.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE")
        {
            return SessionReason.None;
        }

        // Beside the token, not in its place; where neither header is sent the token decides.
        if (!_origins.Admits(request.FetchSite, request.Origin, request.SelfOrigin))
        {
            return SessionReason.CrossSite;
        }

        SessionReason reason = DoubleSubmit.Check(request.Cookie, request.Header);
        if (reason is SessionReason.MissingCsrfCookie or SessionReason.MissingCsrfHeader)
        {
            return reason;
        }

        // After a change of keys an open form still holds the token of the old one, beside a cookie of the new one:
        // different texts, both the session's. Nobody else can make either.
        bool bound = _tokens.Verify(request.Header, request.Session, now)
            && (reason == SessionReason.None || _tokens.Verify(request.Cookie, request.Session, now));
        return bound ? SessionReason.None : SessionReason.CsrfMismatch;
    }
}
