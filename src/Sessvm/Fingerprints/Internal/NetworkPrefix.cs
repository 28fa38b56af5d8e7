using System.Buffers.Binary;
using System.Net;

namespace Sessvm.Fingerprints.Internal;

/// <summary>Cuts an address down to its network (R9).</summary>
internal static class NetworkPrefix
{
    /// <summary>The most bits of an IPv6 address that can be kept: the rest names one machine.</summary>
    public const int MostV6 = 64;

    private const int MaxLength = 24; // of «ffff:ffff:ffff:ffff::/64»

    /// <summary>The network in CIDR form (<c>203.0.113.0/24</c>); <see langword="null"/> where there is no address.</summary>
    /// <param name="address">The address. IPv4 in IPv6 counts as IPv4 (<see cref="ClientAddress"/>); a zone is dropped.</param>
    /// <param name="v4">How many bits of an IPv4 address are kept: 0 to 32.</param>
    /// <param name="v6">How many bits of an IPv6 address are kept: 0 to 64.</param>
    public static string? Of(IPAddress? address, int v4, int v6)
    {
        if (address is null)
        {
            return null;
        }

        Span<char> text = stackalloc char[MaxLength];
        ReadOnlySpan<byte> bytes = ClientAddress.Unwrap(address, stackalloc byte[16]);
        int length = bytes.Length == 4
            ? Write(BinaryPrimitives.ReadUInt32BigEndian(bytes) & (uint)(ulong.MaxValue << (32 - v4)), text)
            : Write(v6 == 0 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(bytes) & (ulong.MaxValue << (MostV6 - v6)), text);
        int bits = bytes.Length == 4 ? v4 : v6;
        text[length++] = '/';
        bits.TryFormat(text[length..], out int written);
        return new string(text[..(length + written)]);
    }

    private static int Write(uint network, Span<char> text)
    {
        int length = 0;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(network >> shift)).TryFormat(text[length..], out int written);
            length += written;
            if (shift > 0)
            {
                text[length++] = '.';
            }
        }

        return length;
    }

    // RFC 5952: what is cut off is the longest run of zeros, however many groups before it are zero.
    private static int Write(ulong network, Span<char> text)
    {
        int length = 0;
        for (int shift = 48; shift >= 0 && network << (48 - shift) != 0; shift -= 16)
        {
            ((ushort)(network >> shift)).TryFormat(text[length..], out int written, "x");
            length += written;
            text[length++] = ':';
        }

        text[length++] = ':';
        if (length == 1)
        {
            text[length++] = ':';
        }

        return length;
    }
}
