using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.AspNetCore;

/// <summary>
/// Looks at the first bytes of a connection before TLS does, and takes none of them. TLS needs the same bytes before it can
/// begin, so no handshake waits for it; whatever goes wrong here, the connection goes on as if nobody had looked.
/// </summary>
internal sealed class TlsPeekMiddleware(ConnectionDelegate next, TimeProvider time)
{
    /// <summary>As long as Kestrel gives a handshake by default.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<ITlsFingerprintFeature>() is null) // an endpoint may be set up twice
        {
            connection.Features.Set<ITlsFingerprintFeature>(await PeekAsync(connection));
        }

        await next(connection);
    }

    private async Task<TlsPeek> PeekAsync(ConnectionContext connection)
    {
        var status = HelloStatus.Incomplete;
        TlsFingerprint? fingerprint = null;
        using var patience = new CancellationTokenSource(Patience, time);
        await using var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .Register(static source => ((CancellationTokenSource)source!).Cancel(), patience) ?? default;
        try
        {
            var input = connection.Transport.Input;
            for (bool more = true; more;)
            {
                // By token and not by CancelPendingRead, which would reach the next reader if it came too late.
                ReadResult read = await input.ReadAsync(patience.Token);
                status = HelloRecords.Read(read.Buffer, out fingerprint);
                more = status == HelloStatus.Incomplete && !read.IsCompleted && !read.IsCanceled;
                input.AdvanceTo(read.Buffer.Start, more ? read.Buffer.End : read.Buffer.Start);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // Out of patience, or the connection broke: the next reader hears of it as well.
        }

        return new TlsPeek(status, fingerprint, (connection.RemoteEndPoint as IPEndPoint)?.Address);
    }
}
