using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Sessvm.AspNetCore;

/// <summary>The proxies that <see cref="ForwardedHeadersOptions"/> names: what they tell of a client is believed.</summary>
/// <remarks>Where it names none, which the framework takes for everybody, nobody is trusted here.</remarks>
internal sealed class TrustedProxies(ForwardedHeadersOptions options)
{
    private readonly HashSet<IPAddress> _proxies = [.. options.KnownProxies.Select(Plain)];
    private readonly System.Net.IPNetwork[] _networks = [.. options.KnownIPNetworks];

    public bool Include(IPAddress? peer)
    {
        if (peer is null)
        {
            return false;
        }

        var plain = Plain(peer);
        if (_proxies.Contains(plain))
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

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
