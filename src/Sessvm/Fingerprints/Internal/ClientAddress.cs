using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sessvm.Fingerprints.Internal;

/// <summary>The address that a client has on the network it is in, freed of the wrappings that carry IPv4 over IPv6.</summary>
/// <remarks>
/// Unwrapped are IPv4-mapped (<c>::ffff:0:0/96</c>), NAT64 (<c>64:ff9b::/96</c>, RFC 6052), 6to4 (<c>2002::/16</c>, RFC 3056)
/// and Teredo (<c>2001::/32</c>, RFC 4380, where the client's address stands inverted in the last four bytes). Without that
/// one prefix would stand for everybody behind a translator, and the first 64 bits of 6to4 would hold a full IPv4 address
/// (R9). The local NAT64 prefix (RFC 8215) is left: where in it the address stands is known to its operator alone.
/// </remarks>
internal static class ClientAddress
{
    private const ulong Nat64 = 0x0064_FF9B_0000_0000;
    private const ulong SixToFour = 0x2002;
    private const ulong Teredo = 0x2001_0000;

    /// <summary>Writes the address's bytes, without a zone: 4 for IPv4, else 16.</summary>
    /// <param name="address">The address.</param>
    /// <param name="buffer">Where to: at least 16 bytes.</param>
    public static ReadOnlySpan<byte> Unwrap(IPAddress address, Span<byte> buffer)
    {
        address.TryWriteBytes(buffer, out int length);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return buffer[..length];
        }

        ulong high = BinaryPrimitives.ReadUInt64BigEndian(buffer);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(buffer[8..]);
        if ((high == 0 && low >> 32 == 0xFFFF) || (high == Nat64 && low >> 32 == 0))
        {
            return buffer[12..16];
        }

        if (high >> 48 == SixToFour)
        {
            return buffer[2..6];
        }

        if (high >> 32 == Teredo)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer[12..], ~(uint)low);
            return buffer[12..16];
        }

        return buffer[..16];
    }
}
