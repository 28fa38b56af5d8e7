using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.AspNetCore;

/// <summary>Finds the TLS of whoever sent a request: in what a trusted proxy tells, or in the look at the connection.</summary>
internal sealed class TlsReader(SessvmFingerprintOptions options, ForwardedHeadersOptions forwarded, ILogger logger)
{
    private const string Unknown = "";
    private const int Remembered = 256;
    private const int Longest = 4096;

    private readonly bool _reads = options.Tls;
    private readonly string? _header = options.TlsHeader;
    private readonly TrustedProxies _proxies = new(forwarded);
    private readonly BoundedCache<string, string> _told = new(Remembered);
    private int _warned;

    /// <summary>The form that is compared; <see langword="null"/> where none is known. No allocation once it has been seen.</summary>
    public string? Of(HttpContext context)
    {
        if (!_reads)
        {
            return null;
        }

        var feature = context.Features.Get<ITlsFingerprintFeature>();
        var peek = feature as TlsPeek;
        var peer = peek?.Peer ?? (context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint as System.Net.IPEndPoint)?.Address;
        if (_header is not null && _proxies.Include(peer))
        {
            return Told(context.Request); // the connection is the proxy's own, even if it speaks TLS
        }

        if (peek is null)
        {
            WarnIfMissed(context, feature);
            return feature?.Fingerprint?.Comparable;
        }

        bool isForwarded = peer is not null && !peer.Equals(context.Connection.RemoteIpAddress);
        return isForwarded ? null : peek.Comparable(context.Features);
    }

    private string? Told(HttpRequest request)
    {
        // Of two values, one is the client's own: nobody can tell which.
        if (request.Headers[_header!] is not [{ Length: > 0 and <= Longest } told])
        {
            return null;
        }

        string? comparable = _told.Find(told);
        if (comparable is null)
        {
            comparable = TlsFingerprint.ComparableOf(told) ?? Unknown;
            _told.Add(told, comparable);
        }

        return comparable is Unknown ? null : comparable;
    }

    private void WarnIfMissed(HttpContext context, ITlsFingerprintFeature? feature)
    {
        if (feature is null && Volatile.Read(ref _warned) == 0
            && !HttpProtocol.IsHttp3(context.Request.Protocol) // its hello is not sent over TCP
            && context.Features.Get<ITlsHandshakeFeature>() is not null
            && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Log.TlsMissed(logger);
        }
    }
}
