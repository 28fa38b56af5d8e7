using System.Diagnostics;

namespace Sessvm.Client;

/// <summary>What a client holds of its session. Whoever has it is that client: <see cref="ToString"/> shows none of it.</summary>
/// <param name="DeviceId">The UUID of this install; it outlives the sessions.</param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record SessionTokens(string DeviceId)
{
    /// <summary>The access token, <c>A1.…</c>. Expired, it is still a secret: it can be exchanged until the idle deadline.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The refresh token, <c>R1.…</c>, where sign-in asked for one.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The public name of the session, <c>S1.…</c>, where the server has told it.</summary>
    public string? Session { get; init; }

    /// <summary>Whether there is anything to sign a request with, or to trade for it.</summary>
    internal bool IsSignedIn => AccessToken is not null || RefreshToken is not null;

    internal static SessionTokens ForNewDevice() => new(Guid.NewGuid().ToString());

    internal SessionTokens SignedOut() => new(DeviceId);

    /// <summary>Which session this is of; no token.</summary>
    public override string ToString() => $"SessionTokens {{ {(IsSignedIn ? Session ?? "signed in" : "signed out")} }}";
}
