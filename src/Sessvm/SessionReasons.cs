namespace Sessvm;

/// <summary>The codes of <see cref="SessionReason"/>.</summary>
public static class SessionReasons
{
    private static readonly string[] Codes =
    [
        "", "invalid-access-format", "invalid-access-token", "access-expired", "session-not-found", "session-not-active",
        "session-expired", "session-idle", "device-mismatch", "proof-required", "proof-invalid", "superseded",
        "replay-detected", "binding-mismatch", "step-up-required", "invalid-refresh-format", "invalid-refresh-token",
        "refresh-not-found", "refresh-not-active", "refresh-expired", "invalid-ticket", "missing-bearer", "missing-device",
        "missing-csrf-cookie", "missing-csrf-header", "csrf-mismatch", "cross-site", "rate-limited", "store-unavailable",
        "too-many-sessions",
    ];

    /// <summary>The code, as it stands on the wire.</summary>
    /// <param name="reason">The reason.</param>
    public static string ToCode(this SessionReason reason) => Codes[(int)reason];
}
