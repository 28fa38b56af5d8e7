using System.Net;
using CsCheck;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

public sealed class NetworkPrefixTests
{
    [Theory]
    [InlineData("203.0.113.77", 24, 64, "203.0.113.0/24")]
    [InlineData("203.0.113.77", 20, 64, "203.0.112.0/20")]
    [InlineData("203.0.113.77", 31, 64, "203.0.113.76/31")]
    [InlineData("203.0.113.77", 32, 64, "203.0.113.77/32")]
    [InlineData("203.0.113.77", 0, 64, "0.0.0.0/0")]
    [InlineData("::ffff:203.0.113.77", 24, 64, "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", 24, 64, "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:ff02:3:4:5:6", 24, 56, "2001:db8:1:ff00::/56")]
    [InlineData("2001:db8:1:2:3:4:5:6", 24, 0, "::/0")]
    [InlineData("fe80::1%7", 24, 64, "fe80::/64")]
    [InlineData("::1", 24, 64, "::/64")]
    [InlineData("0:0:0:1::9", 24, 64, "0:0:0:1::/64")]
    [InlineData("2001:db8:0:1::9", 24, 64, "2001:db8:0:1::/64")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 24, 64, "ffff:ffff:ffff:ffff::/64")]
    [InlineData("::ffff:203.0.113.77%3", 24, 64, "203.0.113.0/24")]
    [InlineData("64:ff9b::203.0.113.77", 24, 64, "203.0.113.0/24")] // NAT64
    [InlineData("64:ff9b:1::203.0.113.77", 24, 64, "64:ff9b:1::/64")] // a local NAT64 keeps its own layout
    [InlineData("2002:cb00:714d::1", 24, 64, "203.0.113.0/24")] // 6to4
    [InlineData("2001:0:4136:e378:8000:63bf:34ff:8eb2", 24, 64, "203.0.113.0/24")] // Teredo
    [InlineData("2001:1::1", 24, 64, "2001:1::/64")]
    public void An_address_is_cut_down_to_its_network(string address, int v4, int v6, string network) =>
        NetworkPrefix.Of(IPAddress.Parse(address), v4, v6).ShouldBe(network);

    [Fact]
    public void No_address_has_no_network() => NetworkPrefix.Of(null, 24, 64).ShouldBeNull();

    [Fact]
    public void What_lies_past_the_prefix_leaves_no_trace() => // R9
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[16], Gen.Int[0, 64]).Sample((one, other, bits) =>
        {
            for (int bit = 0; bit < bits; bit++)
            {
                int mask = 0x80 >> (bit % 8);
                other[bit / 8] = (byte)((other[bit / 8] & ~mask) | (one[bit / 8] & mask));
            }

            IPAddress left = new(one);
            IPAddress right = new(other);
            if (!IsWrapped(left) && !IsWrapped(right))
            {
                NetworkPrefix.Of(left, 24, bits).ShouldBe(NetworkPrefix.Of(right, 24, bits));
            }
        });

    [Fact]
    public void No_wrapped_address_leaves_more_than_its_prefix() => // R9
        Gen.Select(Gen.Byte.Array[4], Gen.Byte.Array[16], Gen.Int[0, 3]).Sample((inner, other, kind) =>
        {
            byte[] outer = kind switch
            {
                0 => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, .. inner],
                1 => [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, .. inner],
                2 => [0x20, 0x02, .. inner, .. other[..10]],
                _ => [0x20, 0x01, 0, 0, .. other[..8], .. inner.Select(one => (byte)~one)],
            };

            NetworkPrefix.Of(new IPAddress(outer), 24, 64).ShouldBe($"{inner[0]}.{inner[1]}.{inner[2]}.0/24");
        });

    [Fact]
    public void A_prefix_is_written_as_the_framework_writes_it() => Gen.Select(Gen.Byte.Array[8], Gen.Int[0, 64]).Sample((high, bits) =>
    {
        IPAddress address = new([.. high, .. new byte[8]]);
        if (IsWrapped(address))
        {
            return;
        }

        string network = NetworkPrefix.Of(address, 24, bits)!;
        IPNetwork read = IPNetwork.Parse(network); // throws where a bit past the prefix is left
        read.PrefixLength.ShouldBe(bits);
        read.Contains(address).ShouldBeTrue();
        read.ToString().ShouldBe(network);
    });

    private static bool IsWrapped(IPAddress address) =>
        ClientAddress.Unwrap(address, new byte[16]).Length == 4;
}
