namespace Sessvm;

/// <summary>Why something was refused. Each has one code, the same in C#, in TypeScript and on the wire: see <see cref="SessionReasons.ToCode"/>.</summary>
public enum SessionReason
{
    /// <summary>Nothing was refused.</summary>
    None,

    /// <summary><c>invalid-access-format</c>: not an <c>A1.</c> token, or not decodable.</summary>
    InvalidAccessFormat,

    /// <summary><c>invalid-access-token</c>: the MAC, the audience or the key is wrong.</summary>
    InvalidAccessToken,

    /// <summary><c>access-expired</c>: the one reason that says a refresh can help.</summary>
    AccessExpired,

    /// <summary><c>session-not-found</c>: there is no row.</summary>
    SessionNotFound,

    /// <summary><c>session-not-active</c>: the session has ended.</summary>
    SessionNotActive,

    /// <summary><c>session-expired</c>: the absolute deadline has passed.</summary>
    SessionExpired,

    /// <summary><c>session-idle</c>: the idle deadline has passed.</summary>
    SessionIdle,

    /// <summary><c>device-mismatch</c>: the device id is another.</summary>
    DeviceMismatch,

    /// <summary><c>proof-required</c>: a device key is demanded and nothing proves it.</summary>
    ProofRequired,

    /// <summary><c>proof-invalid</c>: the proof of the device key is wrong.</summary>
    ProofInvalid,

    /// <summary><c>superseded</c>: a newer token is already with the client.</summary>
    Superseded,

    /// <summary><c>replay-detected</c>: a copy was presented; the family has ended.</summary>
    ReplayDetected,

    /// <summary><c>binding-mismatch</c>: the fingerprint policy refuses.</summary>
    BindingMismatch,

    /// <summary><c>step-up-required</c>: fresh credentials are needed.</summary>
    StepUpRequired,

    /// <summary><c>invalid-refresh-format</c>: not an <c>R1.</c> token, or not decodable.</summary>
    InvalidRefreshFormat,

    /// <summary><c>invalid-refresh-token</c>: the MAC, the audience or the key is wrong.</summary>
    InvalidRefreshToken,

    /// <summary><c>refresh-not-found</c>: there is no row, or it has no refresh tokens.</summary>
    RefreshNotFound,

    /// <summary><c>refresh-not-active</c>: the session has ended.</summary>
    RefreshNotActive,

    /// <summary><c>refresh-expired</c>: the refresh token has outlived its lifetime.</summary>
    RefreshExpired,

    /// <summary><c>invalid-ticket</c>: not a <c>T1.</c> ticket, expired, used before, or of another origin or device.</summary>
    InvalidTicket,

    /// <summary><c>missing-bearer</c>: no access token came with the request.</summary>
    MissingBearer,

    /// <summary><c>missing-device</c>: no device id came with the request.</summary>
    MissingDevice,

    /// <summary><c>missing-csrf-cookie</c>: the CSRF cookie is absent.</summary>
    MissingCsrfCookie,

    /// <summary><c>missing-csrf-header</c>: the CSRF header (or form field) is absent.</summary>
    MissingCsrfHeader,

    /// <summary><c>csrf-mismatch</c>: cookie and header differ, or are not of this session.</summary>
    CsrfMismatch,

    /// <summary><c>cross-site</c>: the request comes from another site.</summary>
    CrossSite,

    /// <summary><c>rate-limited</c>: too many refused attempts; 429 with <c>Retry-After</c>.</summary>
    RateLimited,

    /// <summary><c>store-unavailable</c>: the store cannot be reached; 503 with <c>Retry-After</c>.</summary>
    StoreUnavailable,

    /// <summary><c>too-many-sessions</c>: the concurrent-session cap rejects a new one.</summary>
    TooManySessions,
}
