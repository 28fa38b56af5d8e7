using Sessvm.Fingerprints;

namespace Sessvm.AspNetCore;

/// <summary>What the ClientHello of a connection said. A feature of the connection, and so of each of its requests.</summary>
public interface ITlsFingerprintFeature
{
    /// <summary>The fingerprint; <see langword="null"/> where the connection does not speak TLS, or its hello could not be read.</summary>
    TlsFingerprint? Fingerprint { get; }
}
