namespace Sessvm.Tokens;

/// <summary>What a one-use ticket, <c>T1.…</c>, says: seconds to live, for the handshake of a WebSocket.</summary>
public readonly record struct Ticket
{
    /// <summary>The session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The generation of the access token that the ticket was asked with: at least 1.</summary>
    public required uint Generation { get; init; }

    /// <summary>When the ticket was issued, in whole milliseconds, from 2025 to 2059.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How long the ticket lives, in whole seconds.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The key that the ticket is minted under.</summary>
    public required byte KeyId { get; init; }

    /// <summary>The short keyed tag of the device id.</summary>
    public required uint DeviceTag { get; init; }

    /// <summary>The short keyed tag of the origin that may redeem the ticket.</summary>
    public required uint OriginTag { get; init; }

    /// <summary>The random part that makes the ticket good for one use.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>When the ticket expires.</summary>
    public DateTimeOffset ExpiresAt => IssuedAt + Lifetime;

    /// <summary>Names the session, which is public; nothing else.</summary>
    public override string ToString() => $"{nameof(Ticket)} {Session}";
}
