using System.Net;

namespace Sessvm.Fingerprints;

/// <summary>What a transport knows of a request before it is reduced to a <see cref="Fingerprint"/>. Lives no longer than the request (R9).</summary>
/// <param name="UserAgent">The <c>User-Agent</c> header.</param>
/// <param name="AcceptLanguage">The <c>Accept-Language</c> header.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Tls">The TLS of the connection: <see cref="TlsFingerprint.Comparable"/>, or what <see cref="TlsFingerprint.ComparableOf"/> gives. Of more than 40 characters nothing is read.</param>
public readonly record struct RequestTraits(string? UserAgent, string? AcceptLanguage = null, IPAddress? Address = null, string? Tls = null)
{
    /// <summary>The client hints.</summary>
    /// <value>None by default.</value>
    public ClientHints Hints { get; init; }

    /// <summary>The number of the autonomous system, where the transport knows it: from a proxy that is trusted.</summary>
    /// <value><see langword="null"/> by default: it is looked up where a database is at hand.</value>
    public uint? AutonomousSystem { get; init; }

    /// <summary>
    /// One more attribute of the application's own: whatever stays the same for a device and not for a thief. Several go into one text.
    /// Of more than 1,024 characters the first are read; the row keeps a checksum of 32 bits, which is neither a secret nor a proof.
    /// </summary>
    /// <value><see langword="null"/> by default: the application has none, or this request does not tell it.</value>
    public string? Custom { get; init; }

    /// <summary>Names the type only: raw agents and addresses do not belong in a log (R9).</summary>
    public override string ToString() => nameof(RequestTraits);
}
