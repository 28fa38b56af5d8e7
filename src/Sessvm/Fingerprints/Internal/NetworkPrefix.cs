using System.Net;
using System.Net.Sockets;

namespace Sessvm.Fingerprints.Internal;

/// <summary>Cuts an address down to its network (R9).</summary>
internal static class NetworkPrefix
{
    /// <summary>The network in CIDR form (<c>203.0.113.0/24</c>); <see langword="null"/> where there is no address.</summary>
    /// <param name="address">The address. IPv4 in IPv6 counts as IPv4; a scope id is dropped.</param>
    /// <param name="v4">How many bits of an IPv4 address are kept: 0 to 32.</param>
    /// <param name="v6">How many bits of an IPv6 address are kept: 0 to 128.</param>
    public static string? Of(IPAddress? address, int v4, int v6)
    {
        if (address is null)
        {
            return null;
        }

        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        int bits = plain.AddressFamily == AddressFamily.InterNetwork ? v4 : v6;
        Span<byte> buffer = stackalloc byte[16];
        plain.TryWriteBytes(buffer, out int length);
        Span<byte> bytes = buffer[..length];
        for (int i = 0; i < length; i++)
        {
            int kept = Math.Clamp(bits - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF00 >> kept);
        }

        return $"{new IPAddress(bytes)}/{bits}";
    }
}
