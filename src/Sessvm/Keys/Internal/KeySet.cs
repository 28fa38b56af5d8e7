using System.Buffers.Binary;
using System.Text;
using Sessvm.Fingerprints;

namespace Sessvm.Keys;

/// <summary>The subkeys of one secret, and the keyed hashes and tags made under them.</summary>
/// <remarks>
/// FORMAT
/// <code>
/// device hash   = first 16 bytes of HMAC(device, the id's 16 bytes in RFC 9562 order)
/// device tag    = its first 4 bytes
/// requester tag = first 4 bytes of HMAC(requester, part(browser) part(system))
/// origin tag    = first 4 bytes of HMAC(origin, UTF-8 of the origin)
/// part          = u16 big-endian length in bytes, then UTF-8
/// </code>
/// </remarks>
internal sealed class KeySet(
    KeyDefinition key, MacKey access, MacKey refresh, MacKey ticket, MacKey csrf, MacKey device, MacKey requester, MacKey origin)
{
    private readonly MacKey _device = device;
    private readonly MacKey _origin = origin;
    private readonly RequesterTags _requesters = new(requester);
    private readonly long _retireAfter = (key.RetireAfter ?? DateTimeOffset.MaxValue).UtcTicks;

    public byte Id { get; } = key.Id;

    public DateTimeOffset NotBefore { get; } = key.NotBefore ?? DateTimeOffset.MinValue;

    public DateTimeOffset RetireAfter { get; } = key.RetireAfter ?? DateTimeOffset.MaxValue;

    public MacKey Access { get; } = access;

    public MacKey Refresh { get; } = refresh;

    public MacKey Ticket { get; } = ticket;

    public MacKey Csrf { get; } = csrf;

    /// <summary>The short tag of a hash that was made by <see cref="HashDevice"/>.</summary>
    public static uint TagOf(KeyedHash hash) => (uint)(hash.Value >> 96);

    public bool IsRetired(DateTimeOffset now) => now.UtcTicks > _retireAfter;

    /// <summary>The hash of a device id that a row keeps.</summary>
    public KeyedHash HashDevice(Guid device)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> mac = stackalloc byte[MacKey.Size];
        device.TryWriteBytes(id, bigEndian: true, out _);
        _device.Compute(id, mac);
        return new KeyedHash(Id, BinaryPrimitives.ReadUInt128BigEndian(mac));
    }

    /// <summary>The short tag of a device id that a token carries. Costs one HMAC.</summary>
    public uint DeviceTag(Guid device) => TagOf(HashDevice(device));

    /// <summary>The short tag of the settled part of a fingerprint: browser and system, never the version. Remembered for agents seen lately.</summary>
    public uint RequesterTag(Agent agent) => _requesters.Of(agent);

    /// <summary>The short tag of the origin that a ticket is bound to; of the empty text where there is none.</summary>
    public uint OriginTag(string origin)
    {
        int length = Encoding.UTF8.GetByteCount(origin);
        Span<byte> bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(origin, bytes);
        Span<byte> mac = stackalloc byte[MacKey.Size];
        _origin.Compute(bytes, mac);
        return BinaryPrimitives.ReadUInt32BigEndian(mac);
    }
}
