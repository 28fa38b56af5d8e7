using Microsoft.AspNetCore.Http;
using Sessvm.Fingerprints;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>How requests are compared with the device that the row remembers.</summary>
public sealed class SessvmFingerprintOptions
{
    /// <summary>Whose rules hold.</summary>
    /// <value><see cref="FingerprintMode.Relaxed"/> by default.</value>
    public FingerprintMode Mode { get; set; } = FingerprintMode.Relaxed;

    /// <summary>When the settled part of the fingerprint is checked.</summary>
    /// <value><see cref="FingerprintCheck.EveryRequest"/> by default.</value>
    public FingerprintCheck Check { get; set; } = FingerprintCheck.EveryRequest;

    /// <summary>How many leading bits of an IPv4 address make its network.</summary>
    /// <value>24 bits by default; 0 to 28.</value>
    public int IPv4Prefix { get; set; } = 24;

    /// <summary>How many leading bits of an IPv6 address make its network.</summary>
    /// <value>64 bits by default; 0 to 64.</value>
    public int IPv6Prefix { get; set; } = 64;

    /// <summary>Whether the TLS of connections is read: from their first bytes where Kestrel ends TLS, else from <see cref="TlsHeader"/>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Tls { get; set; } = true;

    /// <summary>
    /// The request header in which a proxy that ends TLS tells the client's: JA4, JA4_r, or JA3 before it is hashed. Believed
    /// only of proxies that the <c>KnownProxies</c> and <c>KnownIPNetworks</c> of <c>ForwardedHeadersOptions</c> in the services name.
    /// </summary>
    /// <value>None by default.</value>
    public string? TlsHeader { get; set; }

    /// <inheritdoc cref="FingerprintOptions.Browser"/>
    public bool Browser { get; set; } = true;

    /// <inheritdoc cref="FingerprintOptions.Version"/>
    public bool Version { get; set; } = true;

    /// <inheritdoc cref="FingerprintOptions.System"/>
    public bool System { get; set; } = true;

    /// <inheritdoc cref="FingerprintOptions.Device"/>
    public bool Device { get; set; } = true;

    /// <inheritdoc cref="FingerprintOptions.Language"/>
    public bool Language { get; set; } = true;

    /// <inheritdoc cref="FingerprintOptions.Network"/>
    public bool Network { get; set; } = true;

    /// <inheritdoc cref="FingerprintOptions.AutonomousSystem"/>
    public bool AutonomousSystem { get; set; } = true;

    /// <summary>
    /// The request header in which a proxy tells the number of the client's autonomous system. It is read only of requests
    /// that come from one of the proxies or networks that <c>ForwardedHeadersOptions</c> knows.
    /// </summary>
    /// <value>None by default.</value>
    public string? AutonomousSystemHeader { get; set; }

    /// <summary>
    /// Reads one more attribute of a request, of the application's own: see <see cref="RequestTraits.Custom"/>. It is asked where a
    /// session starts and where its requester is judged, not on each request.
    /// </summary>
    /// <value>None by default.</value>
    public Func<HttpContext, string?>? Custom { get; set; }

    /// <summary>A policy of the application's own, in place of <see cref="Mode"/>.</summary>
    /// <value>None by default.</value>
    public FingerprintPolicy? Policy { get; set; }

    internal FingerprintPolicy ToPolicy() =>
        Policy ?? Mode switch
        {
            FingerprintMode.Strict => FingerprintPolicy.Strict,
            FingerprintMode.Adaptive => FingerprintPolicy.Adaptive,
            _ => FingerprintPolicy.Relaxed,
        };

    internal FingerprintOptions ToOptions() => new()
    {
        IPv4Prefix = IPv4Prefix,
        IPv6Prefix = IPv6Prefix,
        Browser = Browser,
        Version = Version,
        System = System,
        Device = Device,
        Language = Language,
        Network = Network,
        AutonomousSystem = AutonomousSystem,
        Tls = Tls,
    };
}
