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
    [InlineData("fe80::1%7", 24, 128, "fe80::1/128")]
    public void An_address_is_cut_down_to_its_network(string address, int v4, int v6, string network) =>
        NetworkPrefix.Of(IPAddress.Parse(address), v4, v6).ShouldBe(network);

    [Fact]
    public void No_address_has_no_network() => NetworkPrefix.Of(null, 24, 64).ShouldBeNull();

    [Fact]
    public void What_lies_past_the_prefix_leaves_no_trace() => // R9
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[16], Gen.Int[0, 128]).Sample((one, other, bits) =>
        {
            for (int bit = 0; bit < bits; bit++)
            {
                int mask = 0x80 >> (bit % 8);
                other[bit / 8] = (byte)((other[bit / 8] & ~mask) | (one[bit / 8] & mask));
            }

            IPAddress left = new(one);
            IPAddress right = new(other);
            if (!left.IsIPv4MappedToIPv6 && !right.IsIPv4MappedToIPv6)
            {
                NetworkPrefix.Of(left, 24, bits).ShouldBe(NetworkPrefix.Of(right, 24, bits));
            }
        });
}
