using Sessvm.Fingerprints;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>What is needed to start a session. The application has checked the credentials.</summary>
public sealed record StartRequest
{
    /// <summary>The user, as the application names it.</summary>
    /// <value>1 to 255 bytes of UTF-8.</value>
    public required string Subject { get; init; }

    /// <summary>The device: the UUID that the client keeps.</summary>
    public required Guid Device { get; init; }

    /// <summary>What the request says of the device.</summary>
    public Fingerprint Fingerprint { get; init; } = Fingerprint.Unknown;

    /// <summary>The scopes, in the token.</summary>
    /// <value>None by default; at most 32 of 1 to 64 bytes.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Claims that travel in the token.</summary>
    /// <value>None by default; at most 1 kB.</value>
    public IReadOnlyList<SessionClaim> TokenClaims { get; init; } = [];

    /// <summary>Claims that stay in the row.</summary>
    /// <value>None by default; with the data bag at most 4 kB.</value>
    public IReadOnlyList<SessionClaim> Claims { get; init; } = [];

    /// <summary>Whether the client's cookies outlive the browser session.</summary>
    public bool Persistent { get; init; }

    /// <summary>Whether a refresh token is handed out too: for native and server clients only, never for a browser.</summary>
    public bool WithRefreshToken { get; init; }

    /// <summary>The session that this one descends from: it joins that one's family, replaces nothing, and lives no longer.</summary>
    public SessionId? Parent { get; init; }

    /// <summary>The thumbprint of a key that the device must prove at each exchange, 32 bytes.</summary>
    public ReadOnlyMemory<byte>? DeviceKey { get; init; }

    /// <summary>A shorter absolute lifetime for this session.</summary>
    /// <value>The configured <see cref="SessionOptions.AbsoluteTimeout"/> by default, which it may not exceed.</value>
    public TimeSpan? AbsoluteTimeout { get; init; }
}
