using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.AspNetCore;

/// <summary>What a look at the first bytes of a connection found; made once per connection.</summary>
/// <param name="status">What the bytes are; <see cref="HelloStatus.Incomplete"/> where the look ended before they had told.</param>
/// <param name="fingerprint">The fingerprint, where there is one.</param>
/// <param name="peer">The other end of the socket, whatever is forwarded later.</param>
internal sealed class TlsPeek(HelloStatus status, TlsFingerprint? fingerprint, IPAddress? peer) : ITlsFingerprintFeature
{
    public TlsFingerprint? Fingerprint => fingerprint;

    public IPAddress? Peer => peer;

    /// <summary>The form that is compared.</summary>
    /// <remarks>
    /// Who sends a hello that cannot be read, or sends it only after the look has ended, must not pass for one of whom
    /// nothing is known: every thief would.
    /// </remarks>
    public string? Comparable(IFeatureCollection features) => status switch
    {
        HelloStatus.Read => fingerprint!.Comparable,
        HelloStatus.NotTls => null,
        _ => features.Get<ITlsHandshakeFeature>() is null ? null : TlsFingerprint.Unreadable,
    };
}
