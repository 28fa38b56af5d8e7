using System.Net;
using System.Net.Sockets;
using System.Text;
using Sessvm.Fingerprints;

namespace Sessvm.Fuzz.Targets;

/// <summary>An address: two bytes choose how many bits are kept; then 4 or 16 bytes and a zone, or a text.</summary>
internal sealed class AddressTarget() : FuzzTarget("address", fixedBytes: 24_576, bytesEach: 32)
{
    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string text in (string[])["203.0.113.7", "2001:db8:1:2:3:4:5:6", "::ffff:203.0.113.7", "64:ff9b::203.0.113.7", "2002:cb00:7107::1", "2001:0:1:2:3:4:34ff:8ef8", "fe80::1%3", "::1", "::"])
        {
            var address = IPAddress.Parse(text);
            yield return [24, 64, .. address.GetAddressBytes()];
            yield return [0, 1, .. Encoding.ASCII.GetBytes(text)];
        }
    }

    protected override void Read(byte[] input)
    {
        if (input.Length < 2 || AddressOf(input.AsSpan(2)) is not { } address)
        {
            return;
        }

        var options = new FingerprintOptions { IPv4Prefix = 8 + (input[0] % 21), IPv6Prefix = 16 + (input[1] % 49) };
        string? network = new FingerprintExtractor(options).Extract(new RequestTraits(null, null, address)).Network;
        if (network is not null)
        {
            IPNetwork read = IPNetwork.Parse(network); // throws where bits beyond the prefix are left: more than R9 allows
            int most = read.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? options.IPv4Prefix : options.IPv6Prefix;
            Require(read.PrefixLength == most, "the prefix has another length");
        }
    }

    private static IPAddress? AddressOf(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 or 16 => new IPAddress(bytes),
        18 => new IPAddress(bytes[..16], (bytes[16] << 8) | bytes[17]),
        _ => IPAddress.TryParse(Encoding.Latin1.GetString(bytes), out IPAddress? address) ? address : null,
    };
}
