using System.Buffers.Text;
using System.Security.Cryptography;
using Sessvm.Keys;

namespace Sessvm.Tokens;

/// <summary>The outer form that all sealed tokens share: text, key and MAC.</summary>
/// <remarks>
/// FORMAT
/// <code>
/// text   = type version "." base64url(body mac)      no padding, no white space, trailing bits 0
/// type   = "A" | "R" | "T"        version = "1"
/// mac    = first 16 bytes of HMAC-SHA-256(subkey, type version body)
/// subkey = of the key that the body's first byte names, for the type's purpose
/// </code>
/// </remarks>
internal static class TokenSeal
{
    /// <summary>The bytes of MAC that a token keeps: 128 bits.</summary>
    public const int MacSize = 16;

    /// <summary>The bytes that the MAC covers before the body: type and version.</summary>
    public const int HeaderSize = 2;

    private const byte Version = (byte)'1';

    /// <summary>The bytes of scratch that a text of some length needs.</summary>
    public static int ScratchSize(int textLength) => HeaderSize + (Math.Max(0, textLength - TokenHeader.Length) * 3 / 4);

    /// <summary>Decodes a text and checks its MAC; the body is not interpreted before that.</summary>
    public static TokenStatus Open(
        KeyRing ring, TokenType type, scoped ReadOnlySpan<char> text, Span<byte> scratch, DateTimeOffset now, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (text.Length is < TokenHeader.Length or > TokenCodec.MaxLength || text[0] != (char)type || text[1] != Version || text[2] != '.')
        {
            return TokenStatus.InvalidFormat;
        }

        if (!CanonicalBase64Url.TryDecode(text[TokenHeader.Length..], scratch[HeaderSize..], out int length) || length <= MacSize)
        {
            return TokenStatus.InvalidFormat;
        }

        scratch[0] = (byte)type;
        scratch[1] = Version;
        if (!ring.TryFind(scratch[HeaderSize], now, out KeySet? keys))
        {
            return TokenStatus.InvalidToken;
        }

        Span<byte> mac = stackalloc byte[MacKey.Size];
        int end = HeaderSize + length - MacSize;
        KeyFor(keys, type).Compute(scratch[..end], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..MacSize], scratch.Slice(end, MacSize))) // R10
        {
            return TokenStatus.InvalidToken;
        }

        body = scratch[HeaderSize..end];
        return TokenStatus.Ok;
    }

    /// <summary>Seals a body.</summary>
    /// <param name="ring">The keys.</param>
    /// <param name="type">The token's type.</param>
    /// <param name="buffer">The body, with <see cref="HeaderSize"/> bytes of room before it and <see cref="MacSize"/> behind it.</param>
    public static string Close(KeyRing ring, TokenType type, Span<byte> buffer)
    {
        byte keyId = buffer[HeaderSize];
        KeySet keys = ring.Find(keyId) ?? throw new ArgumentException($"The ring has no key {keyId}.", nameof(buffer));
        buffer[0] = (byte)type;
        buffer[1] = Version;
        Span<byte> mac = stackalloc byte[MacKey.Size];
        KeyFor(keys, type).Compute(buffer[..^MacSize], mac);
        mac[..MacSize].CopyTo(buffer[^MacSize..]);
        return string.Create<ReadOnlySpan<byte>>(
            TokenHeader.Length + Base64Url.GetEncodedLength(buffer.Length - HeaderSize),
            buffer,
            static (text, bytes) =>
            {
                text[0] = (char)bytes[0];
                text[1] = (char)bytes[1];
                text[2] = '.';
                Base64Url.EncodeToChars(bytes[HeaderSize..], text[TokenHeader.Length..]);
            });
    }

    private static MacKey KeyFor(KeySet keys, TokenType type) => type switch
    {
        TokenType.Access => keys.Access,
        TokenType.Refresh => keys.Refresh,
        _ => keys.Ticket,
    };
}
