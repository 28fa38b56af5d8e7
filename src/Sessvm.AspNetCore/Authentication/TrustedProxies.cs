using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>
/// The proxies that <see cref="ForwardedHeadersOptions"/> knows: whoever else connects is not believed. Two empty lists, which
/// make the framework believe everybody, are nobody here.
/// </summary>
internal sealed class TrustedProxies(ForwardedHeadersOptions options)
{
    private readonly IPAddress[] _proxies = [.. options.KnownProxies.Select(Plain)];
    private readonly System.Net.IPNetwork[] _networks = [.. options.KnownIPNetworks];

    /// <summary>Whether a request came over a connection from one of them.</summary>
    public bool Sent(HttpContext context) => Include(PeerOf(context));

    /// <summary>Whether an address is that of one of them.</summary>
    public bool Include(IPAddress? peer)
    {
        if (peer is null)
        {
            return false;
        }

        var plain = Plain(peer);
        if (Array.IndexOf(_proxies, plain) >= 0)
        {
            return true;
        }

        foreach (var network in _networks)
        {
            if (network.Contains(plain) || network.Contains(peer))
            {
                return true;
            }
        }

        return false;
    }

    // Once the forwarded headers are applied, the request's own address is the client's; only the connection still knows
    // who is at its other end.
    private static IPAddress? PeerOf(HttpContext context)
    {
        var end = context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint
            ?? context.Features.Get<IConnectionSocketFeature>()?.Socket.RemoteEndPoint;
        return end is IPEndPoint address ? address.Address : context.Connection.RemoteIpAddress;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
