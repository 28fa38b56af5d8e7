using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>What a client is given at a start, a rotation or a renewal.</summary>
/// <param name="Row">The row as it now is.</param>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token; <see langword="null"/> for a session that has none.</param>
/// <param name="CsrfToken">The CSRF token, bound to the session.</param>
public sealed record SessionGrant(SessionRow Row, TokenText AccessToken, TokenText? RefreshToken, TokenText CsrfToken);
