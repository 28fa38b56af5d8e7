using System.Globalization;
using System.Security.Cryptography;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Tests.Tokens;

namespace Sessvm.Tests.Keys;

public sealed class KeyVectorTests
{
    private readonly VectorFile _file = VectorFile.Tokens;
    private readonly KeyRing _ring = VectorFile.Tokens.Ring();

    [Fact]
    public void Subkeys_are_derived_as_the_vectors_say()
    {
        byte[] data = "any data"u8.ToArray();
        var mac = new byte[MacKey.Size];
        foreach (Subkeys row in _file.All<Subkeys>("subkeys"))
        {
            KeySet keys = _ring.Find(row.KeyId).ShouldNotBeNull();
            foreach ((MacKey key, string hex) in new[]
            {
                (keys.Access, row.Access), (keys.Refresh, row.Refresh), (keys.Ticket, row.Ticket), (keys.Csrf, row.Csrf),
            })
            {
                key.Compute(data, mac);
                mac.ShouldBe(HMACSHA256.HashData(Convert.FromHexString(hex), data));
            }
        }
    }

    [Fact]
    public void Device_hashes_and_tags_are_as_the_vectors_say()
    {
        foreach (DeviceRow row in _file.All<DeviceRow>("devices"))
        {
            KeySet keys = _ring.Find(row.KeyId).ShouldNotBeNull();
            KeyedHash hash = keys.HashDevice(row.Device);

            hash.ShouldBe(new KeyedHash(row.KeyId, UInt128.Parse(row.Hash, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            keys.DeviceTag(row.Device).ShouldBe(row.Tag);
            KeySet.TagOf(hash).ShouldBe(row.Tag);
        }
    }

    [Fact]
    public void Requester_tags_are_as_the_vectors_say_whatever_the_version()
    {
        foreach (RequesterRow row in _file.All<RequesterRow>("requesters"))
        {
            KeySet keys = _ring.Find(row.KeyId).ShouldNotBeNull();

            keys.RequesterTag(new Agent(row.Browser, 1, row.System)).ShouldBe(row.Tag);
            keys.RequesterTag(new Agent(row.Browser, 2, row.System)).ShouldBe(row.Tag);
        }
    }

    [Fact]
    public void Origin_tags_are_as_the_vectors_say()
    {
        foreach (OriginRow row in _file.All<OriginRow>("origins"))
        {
            _ring.Find(row.KeyId).ShouldNotBeNull().OriginTag(row.Origin).ShouldBe(row.Tag);
        }
    }

    private sealed record Subkeys(byte KeyId, string Access, string Refresh, string Ticket, string Csrf);

    private sealed record DeviceRow(byte KeyId, Guid Device, string Hash, uint Tag);

    private sealed record RequesterRow(byte KeyId, string Browser, string System, uint Tag);

    private sealed record OriginRow(byte KeyId, string Origin, uint Tag);
}
