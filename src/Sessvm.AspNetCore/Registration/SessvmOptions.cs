using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>
/// The settings of one scheme: section <c>Sessvm</c> of the configuration, then code. All are read once, at the start,
/// and checked there; only the keys follow the configuration while the application runs.
/// </summary>
public sealed class SessvmOptions : AuthenticationSchemeOptions
{
    /// <summary>The one secret, where there is no need of <see cref="Keys"/>.</summary>
    /// <value>None by default; at least 32 bytes of UTF-8, not plainly repetitive.</value>
    public string? Secret { get; set; }

    /// <summary>Several secrets with their ids, of which one signs and all verify.</summary>
    /// <value>Empty by default; not beside <see cref="Secret"/>.</value>
    public IList<KeyDefinition> Keys { get; } = [];

    /// <summary>Who mints. A token of another issuer does not verify.</summary>
    /// <value><c>sessvm</c> by default; not empty.</value>
    public string Issuer { get; set; } = "sessvm";

    /// <summary>Whom the tokens are for. A token for another audience does not verify.</summary>
    /// <value><c>sessvm</c> by default; not empty.</value>
    public string Audience { get; set; } = "sessvm";

    /// <inheritdoc cref="SessionOptions.AccessLifetime"/>
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc cref="SessionOptions.IdleTimeout"/>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromDays(14);

    /// <inheritdoc cref="SessionOptions.AbsoluteTimeout"/>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromDays(30);

    /// <inheritdoc cref="SessionOptions.RefreshLifetime"/>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <inheritdoc cref="SessionOptions.Overlap"/>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc cref="SessionOptions.LostResponse"/>
    public LostResponse LostResponse { get; set; } = LostResponse.UntilSeen;

    /// <inheritdoc cref="SessionOptions.RefreshAhead"/>
    public TimeSpan RefreshAhead { get; set; }

    /// <inheritdoc cref="SessionOptions.MaxSessionsPerSubject"/>
    public int? MaxSessionsPerSubject { get; set; }

    /// <inheritdoc cref="SessionOptions.WhenFull"/>
    public WhenFull WhenFull { get; set; } = WhenFull.EvictOldest;

    /// <inheritdoc cref="SessionOptions.RevocationBound"/>
    public TimeSpan RevocationBound { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="SessionOptions.BlindGrace"/>
    public TimeSpan BlindGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc cref="SessionOptions.TouchInterval"/>
    public TimeSpan TouchInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc cref="SessionOptions.StoreCalls"/>
    public int StoreCalls { get; set; } = 1_000;

    /// <inheritdoc cref="SessionOptions.StoreTimeout"/>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Who holds the access token in a browser: an HttpOnly cookie, or the page's script.</summary>
    /// <value><see cref="SessvmMode.Cookie"/> by default.</value>
    public SessvmMode Mode { get; set; } = SessvmMode.Cookie;

    /// <summary>Where <c>MapSessvm</c> puts the endpoints.</summary>
    /// <value><c>/auth</c> by default; begins with a slash and does not end with one.</value>
    public string Prefix { get; set; } = "/auth";

    /// <summary>How requests are compared with the device that the row remembers.</summary>
    public SessvmFingerprintOptions Fingerprint { get; } = new();

    /// <summary>The names of the cookies, and where they are sent.</summary>
    public SessvmCookieOptions Cookies { get; } = new();

    /// <summary>Origins that may send credentialed requests besides the application's own.</summary>
    /// <value>None by default; each exact, as a browser sends it: <c>https://app.example.com</c>.</value>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>How many refused exchanges and tickets are answered, per session and per address prefix.</summary>
    public SessvmRateLimitOptions RateLimit { get; } = new();

    /// <summary>How many live connections there may be, and how often their rows are looked at.</summary>
    public SessvmConnectionOptions Connections { get; } = new();

    /// <summary>The types of the claims that travel in the token; others stay in the row. <c>name</c>, <c>role</c> and <c>email</c> also name the framework's long forms.</summary>
    /// <value><c>name</c> and <c>role</c> by default; together at most 1 kB in the token.</value>
    public IList<string> TokenClaims { get; } = ["name", "role"];

    /// <summary>Whether cookies may cross plain HTTP to hosts other than this machine. For closed networks only.</summary>
    public bool Insecure { get; set; }

    /// <summary>Where a navigation that needs a session is sent.</summary>
    /// <value>None by default: 401.</value>
    public PathString LoginPath { get; set; }

    /// <summary>Where a navigation that may not go on is sent.</summary>
    /// <value>None by default: 403.</value>
    public PathString AccessDeniedPath { get; set; }

    /// <summary>The query parameter in which <see cref="LoginPath"/> and <see cref="AccessDeniedPath"/> are told where to return.</summary>
    /// <value><c>ReturnUrl</c> by default.</value>
    public string ReturnUrlParameter { get; set; } = "ReturnUrl";

    /// <summary>What the configuration says that cannot be read.</summary>
    internal IList<string> Unreadable { get; } = [];

    /// <summary>The keys, however they were given.</summary>
    internal IReadOnlyList<KeyDefinition> AllKeys() =>
        Secret is null ? [.. Keys] : [new KeyDefinition(1, Secret), .. Keys];

    internal SessionOptions ToSessionOptions() => new()
    {
        AccessLifetime = AccessLifetime,
        IdleTimeout = IdleTimeout,
        AbsoluteTimeout = AbsoluteTimeout,
        RefreshLifetime = RefreshLifetime,
        Overlap = Overlap,
        LostResponse = LostResponse,
        RefreshAhead = RefreshAhead,
        MaxSessionsPerSubject = MaxSessionsPerSubject,
        WhenFull = WhenFull,
        RevocationBound = RevocationBound,
        BlindGrace = BlindGrace,
        TouchInterval = TouchInterval,
        StoreCalls = StoreCalls,
        StoreTimeout = StoreTimeout,
        FingerprintCheck = Fingerprint.Check,
    };
}
