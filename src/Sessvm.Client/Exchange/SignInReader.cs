namespace Sessvm.Client;

/// <summary>FORMAT: a sign-in's answer. JSON <c>{"atk":"A1.…","rtk":"R1.…","sid":"S1.…"}</c>, all optional; cookies <c>atk</c> and <c>did</c>, bare or prefixed.</summary>
internal static class SignInReader
{
    private static readonly string[] Prefixes = ["", "__Host-", "__Secure-"];

    /// <returns>The tokens that it gave; null where it gave none.</returns>
    public static async Task<SessionTokens?> ReadAsync(HttpResponseMessage answer, SessionTokens before, CancellationToken cancellationToken)
    {
        var body = await AnswerReader.ReadBodyAsync(answer.Content, cancellationToken).ConfigureAwait(false);
        string[] cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        string? access = body.AccessToken ?? Cookie(cookies, "atk");
        string? device = Cookie(cookies, "did");
        var tokens = new SessionTokens(Guid.TryParse(device, out _) ? device! : before.DeviceId)
        {
            AccessToken = AnswerReader.IsToken(access, 'A') ? access : null,
            RefreshToken = AnswerReader.IsToken(body.RefreshToken, 'R') ? body.RefreshToken : null,
            Session = AnswerReader.IsToken(body.Session, 'S') ? body.Session : null,
        };

        // A step-up renews the session: its refresh token goes on where the answer brings no other.
        return !tokens.IsSignedIn ? null
            : tokens.RefreshToken is null && tokens.Session is not null && tokens.Session == before.Session ? tokens with { RefreshToken = before.RefreshToken }
            : tokens;
    }

    private static string? Cookie(string[] cookies, string name)
    {
        foreach (string cookie in cookies)
        {
            int at = cookie.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && Prefixes.Any(prefix => cookie.AsSpan(0, at).Trim().SequenceEqual(prefix + name)))
            {
                return cookie[(at + 1)..].Split(';')[0].Trim();
            }
        }

        return null;
    }
}
