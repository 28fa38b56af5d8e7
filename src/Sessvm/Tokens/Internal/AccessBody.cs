using System.Text;
using System.Text.Unicode;

namespace Sessvm.Tokens;

/// <summary>The body of an access token.</summary>
/// <remarks>
/// FORMAT
/// <code>
/// stem                                  see TokenStem; flags: 1 persistent, 2 subject is a UUID, 4 claims follow
/// u32 BE  requester tag
/// subject, flag 2 set:    16 bytes      the UUID in RFC 9562 order; only where the text is its lower-case form with hyphens
/// subject, flag 2 clear:  u8 length     1 to 255, then UTF-8
/// u8      count of scopes               0 to 32, each: u8 length 1 to 64, then UTF-8
/// flag 4 set: at most 1,024 bytes of
///   u8    count of claims               1 to 255, each: varint length and UTF-8 of the type, then of the value
/// </code>
/// With these rules a token has one encoding only.
/// </remarks>
internal static class AccessBody
{
    public const int MostSubject = 255;
    public const int MostScopes = 32;
    public const int MostScope = 64;
    public const int MostClaims = 1024;

    /// <summary>The most bytes that a body takes.</summary>
    public const int MaxSize = TokenStem.MaxSize + sizeof(uint) + 1 + MostSubject + 1 + (MostScopes * (1 + MostScope)) + MostClaims;

    private const byte Persistent = 1;
    private const byte UuidSubject = 2;
    private const byte HasClaims = 4;

    /// <summary>A bound for the size of the body, from above, that costs less than the size itself.</summary>
    public static int Bound(in AccessToken token)
    {
        const int BytesPerChar = 3;
        int bound = TokenStem.MaxSize + sizeof(uint) + 2 + (BytesPerChar * Math.Max(UuidText.Size, token.Subject.Length));
        for (int i = 0; i < token.Scopes.Count; i++)
        {
            bound += 1 + (BytesPerChar * (token.Scopes[i]?.Length ?? 0));
        }

        int claims = 1;
        for (int i = 0; i < token.Claims.Count; i++)
        {
            const int Lengths = 4; // two varints of at most 1,024
            claims += Lengths + (BytesPerChar * ((token.Claims[i].Type?.Length ?? 0) + (token.Claims[i].Value?.Length ?? 0)));
        }

        return bound + Math.Min(claims, MostClaims);
    }

    public static void Write(in AccessToken token, ref TokenBodyWriter writer)
    {
        bool isUuid = UuidText.TryPack(token.Subject, out Guid uuid);
        int flags = (token.Persistent ? Persistent : 0) | (isUuid ? UuidSubject : 0) | (token.Claims.Count > 0 ? HasClaims : 0);
        new TokenStem(token.KeyId, (byte)flags, token.Session, token.IssuedAt, token.Lifetime, token.Generation, token.Floor, token.DeviceTag)
            .Write(ref writer);
        writer.UInt32(token.RequesterTag);
        if (isUuid)
        {
            uuid.TryWriteBytes(writer.Room(UuidText.Size), bigEndian: true, out _);
        }
        else
        {
            writer.ShortText(token.Subject, MostSubject, nameof(token.Subject));
        }

        if (token.Scopes.Count > MostScopes)
        {
            throw new ArgumentException($"There are {token.Scopes.Count} scopes; allowed are {MostScopes}.", nameof(token));
        }

        writer.Byte((byte)token.Scopes.Count);
        for (int i = 0; i < token.Scopes.Count; i++)
        {
            writer.ShortText(token.Scopes[i], MostScope, nameof(token.Scopes));
        }

        if (token.Claims.Count > 0)
        {
            WriteClaims(token.Claims, ref writer);
        }
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out AccessTokenView view)
    {
        view = default;
        var reader = new TokenBodyReader(body);
        if (!TokenStem.TryRead(ref reader, out TokenStem stem)
            || stem.Flags > (Persistent | UuidSubject | HasClaims)
            || !reader.TryUInt32(out uint requesterTag)
            || !TrySubject(ref reader, (stem.Flags & UuidSubject) != 0, out ReadOnlySpan<byte> subject)
            || !TryScopes(ref reader, out int scopeCount, out ReadOnlySpan<byte> scopes)
            || !TryClaims(ref reader, (stem.Flags & HasClaims) != 0, out int claimCount, out ReadOnlySpan<byte> claims)
            || !reader.AtEnd)
        {
            return false;
        }

        view = new AccessTokenView(
            stem, requesterTag, (stem.Flags & Persistent) != 0, (stem.Flags & UuidSubject) != 0, subject, scopeCount, scopes, claimCount, claims);
        return true;
    }

    /// <summary>A text of a claim, as <see cref="TokenBodyWriter.LongText"/> wrote it.</summary>
    public static bool TryLongText(scoped ref TokenBodyReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        return reader.TryVarint(out uint length)
            && length <= MostClaims
            && reader.TryTake((int)length, out text)
            && Utf8.IsValid(text);
    }

    private static void WriteClaims(IReadOnlyList<SessionClaim> claims, ref TokenBodyWriter writer)
    {
        int size = 1;
        for (int i = 0; i < claims.Count; i++) // by index: an enumerator would be an allocation
        {
            size += LongTextSize(claims[i].Type) + LongTextSize(claims[i].Value);
        }

        // Checked before anything is written: the buffer has room for what is allowed and no more.
        if (claims.Count > byte.MaxValue || size > MostClaims)
        {
            throw new ArgumentException(
                $"There are {claims.Count} token claims of {size} bytes; allowed are {byte.MaxValue} of {MostClaims} bytes. Others belong in the row.",
                nameof(claims));
        }

        writer.Byte((byte)claims.Count);
        for (int i = 0; i < claims.Count; i++)
        {
            writer.LongText(claims[i].Type, MostClaims, nameof(SessionClaim.Type));
            writer.LongText(claims[i].Value, MostClaims, nameof(SessionClaim.Value));
        }
    }

    // Right for every text that is allowed; a text that needs a longer length is too long anyway.
    private static int LongTextSize(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        return length + (length < 0x80 ? 1 : 2);
    }

    private static bool TrySubject(scoped ref TokenBodyReader reader, bool isUuid, out ReadOnlySpan<byte> subject)
    {
        if (isUuid)
        {
            return reader.TryTake(UuidText.Size, out subject);
        }

        return TryShortText(ref reader, MostSubject, out subject)
            && (subject.Length != UuidText.Length || !UuidText.TryPack(Encoding.UTF8.GetString(subject), out _));
    }

    private static bool TryScopes(scoped ref TokenBodyReader reader, out int count, out ReadOnlySpan<byte> scopes)
    {
        scopes = default;
        bool read = reader.TryByte(out byte number) && number <= MostScopes;
        count = number;
        ReadOnlySpan<byte> start = reader.Rest;
        for (int i = 0; read && i < count; i++)
        {
            read = TryShortText(ref reader, MostScope, out _);
        }

        scopes = start[..^reader.Rest.Length];
        return read;
    }

    private static bool TryClaims(scoped ref TokenBodyReader reader, bool follow, out int count, out ReadOnlySpan<byte> claims)
    {
        count = 0;
        claims = default;
        if (!follow)
        {
            return true;
        }

        bool read = reader.Rest.Length <= MostClaims && reader.TryByte(out byte number) && (count = number) > 0;
        ReadOnlySpan<byte> start = reader.Rest;
        for (int i = 0; read && i < 2 * count; i++)
        {
            read = TryLongText(ref reader, out _);
        }

        claims = start[..^reader.Rest.Length];
        return read;
    }

    private static bool TryShortText(scoped ref TokenBodyReader reader, int most, out ReadOnlySpan<byte> text)
    {
        text = default;
        return reader.TryByte(out byte length)
            && length >= 1
            && length <= most
            && reader.TryTake(length, out text)
            && Utf8.IsValid(text);
    }
}
