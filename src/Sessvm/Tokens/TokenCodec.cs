using System.Buffers;
using Sessvm.Keys;

namespace Sessvm.Tokens;

/// <summary>
/// Turns tokens into text and back. Minting is deterministic: the same fields make the same text (R2). Reading judges
/// the MAC and the form, never the expiry. Safe for concurrent use.
/// </summary>
/// <param name="ring">The keys to mint and verify under.</param>
/// <remarks>The formats stand beside <see cref="TokenSeal"/>, <see cref="TokenStem"/> and <see cref="AccessBody"/>, and below for <c>R1</c> and <c>T1</c>.</remarks>
public sealed class TokenCodec(KeyRing ring)
{
    /// <summary>The longest token, in characters. A longer text is refused without work.</summary>
    public const int MaxLength = TokenHeader.Length + (((4 * (AccessBody.MaxSize + TokenSeal.MacSize)) + 2) / 3);

    // Most tokens are under 200 characters; longer ones are worth a short-lived array.
    private const int StackSize = 256;

    private readonly KeyRing _ring = ring ?? throw new ArgumentNullException(nameof(ring));

    /// <summary>Reads an access token. Does not judge its expiry.</summary>
    /// <param name="text">The token, as it was presented.</param>
    /// <param name="now">The present instant, by which retired keys are told.</param>
    /// <param name="token">What it says, if the answer is <see cref="TokenStatus.Ok"/>.</param>
    public TokenStatus ReadAccess(ReadOnlySpan<char> text, DateTimeOffset now, out AccessToken token)
    {
        Span<byte> scratch = Fits(text, out int size) ? stackalloc byte[StackSize] : new byte[size];
        TokenStatus status = VerifyAccess(text, scratch, now, out AccessTokenView view);
        token = status == TokenStatus.Ok ? view.ToToken() : default;
        return status;
    }

    /// <summary>Mints an access token.</summary>
    /// <param name="token">What it says. Its key must be in the ring.</param>
    /// <exception cref="ArgumentException">A field is out of its bounds, or the ring has no such key.</exception>
    public string MintAccess(in AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token.Subject, nameof(token));
        ArgumentNullException.ThrowIfNull(token.Scopes, nameof(token));
        ArgumentNullException.ThrowIfNull(token.Claims, nameof(token));
        int size = TokenSeal.HeaderSize + AccessBody.Bound(token) + TokenSeal.MacSize;
        if (size <= 2 * StackSize)
        {
            return MintAccess(token, stackalloc byte[2 * StackSize]);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return MintAccess(token, rented);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true); // it held a credential
        }
    }

    /// <summary>Reads a refresh token. Does not judge its expiry.</summary>
    /// <param name="text">The token, as it was presented.</param>
    /// <param name="now">The present instant, by which retired keys are told.</param>
    /// <param name="token">What it says, if the answer is <see cref="TokenStatus.Ok"/>.</param>
    public TokenStatus ReadRefresh(ReadOnlySpan<char> text, DateTimeOffset now, out RefreshToken token)
    {
        token = default;
        Span<byte> scratch = Fits(text, out int size) ? stackalloc byte[StackSize] : new byte[size];
        TokenStatus status = TokenSeal.Open(_ring, TokenType.Refresh, text, scratch, now, out ReadOnlySpan<byte> body);
        if (status != TokenStatus.Ok)
        {
            return status;
        }

        // FORMAT R1: a stem without flags, and nothing else.
        var reader = new TokenBodyReader(body);
        if (!TokenStem.TryRead(ref reader, out TokenStem stem) || stem.Flags != 0 || !reader.AtEnd)
        {
            return TokenStatus.InvalidFormat;
        }

        token = new RefreshToken
        {
            Session = stem.Session,
            Generation = stem.Generation,
            Floor = stem.Floor,
            IssuedAt = stem.IssuedAt,
            Lifetime = stem.Lifetime,
            KeyId = stem.KeyId,
            DeviceTag = stem.DeviceTag,
        };
        return TokenStatus.Ok;
    }

    /// <summary>Mints a refresh token.</summary>
    /// <param name="token">What it says. Its key must be in the ring.</param>
    /// <exception cref="ArgumentException">A field is out of its bounds, or the ring has no such key.</exception>
    public string MintRefresh(in RefreshToken token)
    {
        Span<byte> buffer = stackalloc byte[StackSize];
        var writer = new TokenBodyWriter(buffer[TokenSeal.HeaderSize..]);
        new TokenStem(token.KeyId, 0, token.Session, token.IssuedAt, token.Lifetime, token.Generation, token.Floor, token.DeviceTag)
            .Write(ref writer);
        return TokenSeal.Close(_ring, TokenType.Refresh, buffer[..(TokenSeal.HeaderSize + writer.Length + TokenSeal.MacSize)]);
    }

    /// <summary>Reads a ticket. Judges neither its expiry nor whether it was used.</summary>
    /// <param name="text">The ticket, as it was presented.</param>
    /// <param name="now">The present instant, by which retired keys are told.</param>
    /// <param name="ticket">What it says, if the answer is <see cref="TokenStatus.Ok"/>.</param>
    public TokenStatus ReadTicket(ReadOnlySpan<char> text, DateTimeOffset now, out Ticket ticket)
    {
        ticket = default;
        Span<byte> scratch = Fits(text, out int size) ? stackalloc byte[StackSize] : new byte[size];
        TokenStatus status = TokenSeal.Open(_ring, TokenType.Ticket, text, scratch, now, out ReadOnlySpan<byte> body);
        if (status != TokenStatus.Ok)
        {
            return status;
        }

        // FORMAT T1: a stem without flags whose floor is its generation, u32 BE origin tag, u64 BE nonce.
        var reader = new TokenBodyReader(body);
        if (!TokenStem.TryRead(ref reader, out TokenStem stem)
            || stem.Flags != 0
            || stem.Floor != stem.Generation
            || !reader.TryUInt32(out uint originTag)
            || !reader.TryUInt64(out ulong nonce)
            || !reader.AtEnd)
        {
            return TokenStatus.InvalidFormat;
        }

        ticket = new Ticket
        {
            Session = stem.Session,
            Generation = stem.Generation,
            IssuedAt = stem.IssuedAt,
            Lifetime = stem.Lifetime,
            KeyId = stem.KeyId,
            DeviceTag = stem.DeviceTag,
            OriginTag = originTag,
            Nonce = nonce,
        };
        return TokenStatus.Ok;
    }

    /// <summary>Mints a ticket.</summary>
    /// <param name="ticket">What it says. Its key must be in the ring.</param>
    /// <exception cref="ArgumentException">A field is out of its bounds, or the ring has no such key.</exception>
    public string MintTicket(in Ticket ticket)
    {
        Span<byte> buffer = stackalloc byte[StackSize];
        var writer = new TokenBodyWriter(buffer[TokenSeal.HeaderSize..]);
        new TokenStem(ticket.KeyId, 0, ticket.Session, ticket.IssuedAt, ticket.Lifetime, ticket.Generation, ticket.Generation, ticket.DeviceTag)
            .Write(ref writer);
        writer.UInt32(ticket.OriginTag);
        writer.UInt64(ticket.Nonce);
        return TokenSeal.Close(_ring, TokenType.Ticket, buffer[..(TokenSeal.HeaderSize + writer.Length + TokenSeal.MacSize)]);
    }

    /// <summary>The bytes of scratch that <see cref="VerifyAccess"/> needs for a text of some length: none for one that is too long to be looked at.</summary>
    internal static int ScratchSize(int textLength) => textLength > MaxLength ? 0 : TokenSeal.ScratchSize(textLength);

    /// <summary>Reads an access token without an allocation.</summary>
    /// <param name="text">The token, as it was presented.</param>
    /// <param name="scratch">At least <see cref="ScratchSize"/> bytes, which the view lies over.</param>
    /// <param name="now">The present instant, by which retired keys are told.</param>
    /// <param name="view">What the token says, if the answer is <see cref="TokenStatus.Ok"/>.</param>
    internal TokenStatus VerifyAccess(scoped ReadOnlySpan<char> text, Span<byte> scratch, DateTimeOffset now, out AccessTokenView view)
    {
        view = default;
        TokenStatus status = TokenSeal.Open(_ring, TokenType.Access, text, scratch, now, out ReadOnlySpan<byte> body);
        return status != TokenStatus.Ok || AccessBody.TryRead(body, out view) ? status : TokenStatus.InvalidFormat;
    }

    /// <summary>Reads what an exchange needs of an access token, without an allocation: all of it is checked, subject, scopes and claims are not copied.</summary>
    internal TokenStatus ReadAccessStem(ReadOnlySpan<char> text, DateTimeOffset now, out TokenStem stem)
    {
        Span<byte> scratch = Fits(text, out int size) ? stackalloc byte[StackSize] : new byte[size];
        TokenStatus status = VerifyAccess(text, scratch, now, out AccessTokenView view);
        stem = view.Stem;
        return status;
    }

    private string MintAccess(in AccessToken token, Span<byte> buffer)
    {
        var writer = new TokenBodyWriter(buffer[TokenSeal.HeaderSize..]);
        AccessBody.Write(token, ref writer);
        return TokenSeal.Close(_ring, TokenType.Access, buffer[..(TokenSeal.HeaderSize + writer.Length + TokenSeal.MacSize)]);
    }

    private static bool Fits(ReadOnlySpan<char> text, out int size)
    {
        size = ScratchSize(text.Length);
        return size <= StackSize;
    }
}
