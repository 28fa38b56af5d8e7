namespace Sessvm.Tokens;

/// <summary>What a refresh token, <c>R1.…</c>, says. The same fields always mint the same text (R2).</summary>
public readonly record struct RefreshToken
{
    /// <summary>The session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The refresh generation that the token was minted in: at least 1.</summary>
    public required uint Generation { get; init; }

    /// <summary>The refresh generation of the last renewal: 1 to <see cref="Generation"/>.</summary>
    public required uint Floor { get; init; }

    /// <summary>When the token was issued, in whole milliseconds, from 2025 to 2059.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How long the token lives, in whole seconds; at most 2³²−1.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The key that the token is minted under.</summary>
    public required byte KeyId { get; init; }

    /// <summary>The short keyed tag of the device id.</summary>
    public required uint DeviceTag { get; init; }

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt => IssuedAt + Lifetime;

    /// <summary>Names the session and the generation, which are public; nothing else.</summary>
    public override string ToString() => $"{nameof(RefreshToken)} {Session} #{Generation}";
}
