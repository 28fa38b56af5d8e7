namespace Sessvm.Tokens;

/// <summary>What an access token, <c>A1.…</c>, says. The same fields always mint the same text (R2).</summary>
public readonly record struct AccessToken
{
    /// <summary>Makes a token without scopes and claims; the rest must be given.</summary>
    public AccessToken()
    {
    }

    /// <summary>The session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The generation that the token was minted in: at least 1.</summary>
    public required uint Generation { get; init; }

    /// <summary>The generation of the last renewal: 1 to <see cref="Generation"/>.</summary>
    public required uint Floor { get; init; }

    /// <summary>When the token was issued, in whole milliseconds, from 2025 to 2059.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How long the token lives, in whole seconds; at most 2³²−1.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The key that the token is minted under.</summary>
    public required byte KeyId { get; init; }

    /// <summary>The short keyed tag of the device id.</summary>
    public required uint DeviceTag { get; init; }

    /// <summary>The short keyed tag of who obtained the token: browser and system.</summary>
    public required uint RequesterTag { get; init; }

    /// <summary>Whether the client's cookies outlive the browser session.</summary>
    public bool Persistent { get; init; }

    /// <summary>The user, as the application names it: 1 to 255 bytes of UTF-8.</summary>
    public required string Subject { get; init; }

    /// <summary>The scopes: at most 32, each 1 to 64 bytes of UTF-8.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The claims that travel in the token: at most 255 of them and 1,024 bytes, encoded.</summary>
    public IReadOnlyList<SessionClaim> Claims { get; init; } = [];

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt => IssuedAt + Lifetime;

    /// <summary>Names the session and the generation, which are public; nothing else.</summary>
    public override string ToString() => $"{nameof(AccessToken)} {Session} #{Generation}";
}
