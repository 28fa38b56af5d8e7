using System.Buffers.Text;
using System.Security.Cryptography;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Csrf;

/// <summary>
/// Makes and checks the CSRF token of a session. It depends on the session and the key only, so two tabs agree, and so
/// does a form that was rendered before an exchange. Safe for concurrent use.
/// </summary>
/// <remarks>
/// FORMAT
/// <code>
/// text = base64url(key id, mac)                       23 characters, no padding, trailing bits 0
/// mac  = first 16 bytes of HMAC-SHA-256(csrf subkey, the session id's 18 bytes)
/// </code>
/// </remarks>
/// <param name="ring">The keys to mint and verify under.</param>
public sealed class CsrfTokens(KeyRing ring)
{
    /// <summary>The length of a token, in characters.</summary>
    public const int Length = 23;

    private const int MacSize = 16;
    private const int Size = 1 + MacSize;

    private readonly KeyRing _ring = ring ?? throw new ArgumentNullException(nameof(ring));

    /// <summary>The token of a session, under the key that signs now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="now">The present instant.</param>
    public string Mint(SessionId session, DateTimeOffset now)
    {
        Span<byte> token = stackalloc byte[Size];
        KeySet keys = _ring.Signing(now);
        token[0] = keys.Id;
        Compute(keys, session, token[1..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Whether a text is the token of a session, under any key that still verifies.</summary>
    /// <param name="token">The text, as it was presented.</param>
    /// <param name="session">The session.</param>
    /// <param name="now">The present instant.</param>
    public bool Verify(ReadOnlySpan<char> token, SessionId session, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (token.Length != Length
            || !CanonicalBase64Url.TryDecode(token, bytes, out _)
            || !_ring.TryFind(bytes[0], now, out KeySet? keys))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[MacSize];
        Compute(keys, session, expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[1..]); // R10
    }

    private static void Compute(KeySet keys, SessionId session, Span<byte> destination)
    {
        Span<byte> id = stackalloc byte[SessionId.Size];
        Span<byte> mac = stackalloc byte[MacKey.Size];
        session.Write(id);
        keys.Csrf.Compute(id, mac);
        mac[..MacSize].CopyTo(destination);
    }
}
