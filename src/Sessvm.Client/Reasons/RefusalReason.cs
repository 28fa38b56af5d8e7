namespace Sessvm.Client;

/// <summary>
/// Why something was refused. The codes are those of the wire, the same as the server's <c>SessionReason</c> and the browser
/// client's <c>Reason</c>; this package does not depend on the server's core for them, which a client has no other use for.
/// </summary>
public enum RefusalReason
{
    /// <summary>A code that this client does not know, from a newer server or an application: <see cref="Refusal.Code"/> has it.</summary>
    Unknown,

    /// <summary><c>access-expired</c>: the one reason that says a refresh can help.</summary>
    AccessExpired,

    /// <summary><c>invalid-access-format</c>: not an access token.</summary>
    InvalidAccessFormat,

    /// <summary><c>invalid-access-token</c>: not a token of this server.</summary>
    InvalidAccessToken,

    /// <summary><c>session-not-found</c>: there is no such session.</summary>
    SessionNotFound,

    /// <summary><c>session-not-active</c>: the session has ended.</summary>
    SessionNotActive,

    /// <summary><c>session-expired</c>: its absolute deadline has passed.</summary>
    SessionExpired,

    /// <summary><c>session-idle</c>: its idle deadline has passed.</summary>
    SessionIdle,

    /// <summary><c>device-mismatch</c>: the token belongs to another device.</summary>
    DeviceMismatch,

    /// <summary><c>proof-required</c>: the device's key must be proven.</summary>
    ProofRequired,

    /// <summary><c>proof-invalid</c>: the proof of the device's key is wrong.</summary>
    ProofInvalid,

    /// <summary><c>superseded</c>: a newer token is out; not an end.</summary>
    Superseded,

    /// <summary><c>replay-detected</c>: a copy was presented; the family has ended.</summary>
    ReplayDetected,

    /// <summary><c>binding-mismatch</c>: the device does not look like itself.</summary>
    BindingMismatch,

    /// <summary><c>step-up-required</c>: fresh credentials are needed.</summary>
    StepUpRequired,

    /// <summary><c>invalid-refresh-format</c>: not a refresh token.</summary>
    InvalidRefreshFormat,

    /// <summary><c>invalid-refresh-token</c>: not a refresh token of this server.</summary>
    InvalidRefreshToken,

    /// <summary><c>refresh-not-found</c>: there is no session that takes this refresh token.</summary>
    RefreshNotFound,

    /// <summary><c>refresh-not-active</c>: the session has ended.</summary>
    RefreshNotActive,

    /// <summary><c>refresh-expired</c>: the refresh token has outlived its lifetime.</summary>
    RefreshExpired,

    /// <summary><c>invalid-ticket</c>: late, used before, or of another origin or device.</summary>
    InvalidTicket,

    /// <summary><c>missing-bearer</c>: there is no access token: nobody is signed in.</summary>
    MissingBearer,

    /// <summary><c>missing-device</c>: no device id came.</summary>
    MissingDevice,

    /// <summary><c>missing-csrf-cookie</c>: the CSRF cookie is absent.</summary>
    MissingCsrfCookie,

    /// <summary><c>missing-csrf-header</c>: the CSRF header is absent.</summary>
    MissingCsrfHeader,

    /// <summary><c>csrf-mismatch</c>: cookie and header do not agree.</summary>
    CsrfMismatch,

    /// <summary><c>cross-site</c>: the request comes from another site.</summary>
    CrossSite,

    /// <summary><c>insufficient-scope</c>: signed in, and a scope is missing.</summary>
    InsufficientScope,

    /// <summary><c>forbidden</c>: signed in, and not allowed.</summary>
    Forbidden,

    /// <summary><c>rate-limited</c>: wait for <see cref="Refusal.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary><c>too-many-sessions</c>: the cap on sessions rejects a new one.</summary>
    TooManySessions,

    /// <summary><c>too-many-connections</c>: close one, or try later.</summary>
    TooManyConnections,

    /// <summary><c>store-unavailable</c>: the server cannot reach its store; nothing is lost, wait for <see cref="Refusal.RetryAfter"/>.</summary>
    StoreUnavailable,

    /// <summary><c>network-error</c>: no answer came, or not in time. Said by this client.</summary>
    NetworkError,

    /// <summary><c>refresh-http-error</c>: an answer without a reason; <see cref="Refusal.Status"/> has its status. Said by this client.</summary>
    RefreshHttpError,

    /// <summary><c>invalid-refresh-response</c>: an answer that is not one of this protocol. Said by this client.</summary>
    InvalidRefreshResponse,

    /// <summary><c>body-not-replayable</c>: the token is fresh now, but a stream cannot be sent twice: send the request again. Said by this client.</summary>
    BodyNotReplayable,
}
