using System.Collections.Frozen;

namespace Sessvm.Client;

/// <summary>The codes of <see cref="RefusalReason"/>, and what each is the news of.</summary>
public static class RefusalReasons
{
    private static readonly string[] Codes =
    [
        "", "access-expired", "invalid-access-format", "invalid-access-token", "session-not-found", "session-not-active",
        "session-expired", "session-idle", "device-mismatch", "proof-required", "proof-invalid", "superseded",
        "replay-detected", "binding-mismatch", "step-up-required", "invalid-refresh-format", "invalid-refresh-token",
        "refresh-not-found", "refresh-not-active", "refresh-expired", "invalid-ticket", "missing-bearer", "missing-device",
        "missing-csrf-cookie", "missing-csrf-header", "csrf-mismatch", "cross-site", "insufficient-scope", "forbidden",
        "rate-limited", "too-many-sessions", "too-many-connections", "store-unavailable", "network-error",
        "refresh-http-error", "invalid-refresh-response", "body-not-replayable",
    ];

    private static readonly FrozenDictionary<string, RefusalReason> Known =
        Codes.Skip(1).Select((code, at) => (code, (RefusalReason)(at + 1))).ToFrozenDictionary(one => one.code, one => one.Item2, StringComparer.Ordinal);

    /// <summary>The code, as it stands on the wire; empty for <see cref="RefusalReason.Unknown"/>.</summary>
    /// <param name="reason">The reason.</param>
    public static string ToCode(this RefusalReason reason) => Codes[(int)reason];

    /// <summary>The reason of a code; <see cref="RefusalReason.Unknown"/> where there is none.</summary>
    /// <param name="code">The code, exact.</param>
    public static RefusalReason Parse(string? code) => code is null ? RefusalReason.Unknown : Known.GetValueOrDefault(code);

    /// <summary>Whether the reason says that no live session stands behind the client any more.</summary>
    /// <param name="reason">The reason.</param>
    public static bool IsEnd(this RefusalReason reason) => reason is
        RefusalReason.SessionNotFound or RefusalReason.SessionNotActive or RefusalReason.SessionExpired or RefusalReason.SessionIdle
        or RefusalReason.InvalidAccessFormat or RefusalReason.InvalidAccessToken or RefusalReason.ReplayDetected
        or RefusalReason.InvalidRefreshFormat or RefusalReason.InvalidRefreshToken or RefusalReason.RefreshNotFound
        or RefusalReason.RefreshNotActive or RefusalReason.RefreshExpired or RefusalReason.MissingBearer;

    /// <summary>Whether the reason will pass by itself: keep the session, wait, and try again.</summary>
    /// <param name="reason">The reason.</param>
    public static bool IsTransient(this RefusalReason reason) => reason is
        RefusalReason.NetworkError or RefusalReason.StoreUnavailable or RefusalReason.RateLimited
        or RefusalReason.RefreshHttpError or RefusalReason.TooManyConnections;
}
