using System.Buffers.Binary;
using System.Text;
using Sessvm.Fingerprints;

namespace Sessvm.Keys;

/// <summary>
/// Remembers the tags of the agents seen lately, so that a repeat costs neither an HMAC nor an allocation. Bounded: a
/// newcomer takes the place of whoever had its slot.
/// </summary>
internal sealed class RequesterTags(MacKey key)
{
    private const int Slots = 256;

    // An agent is what a stranger sends: long ones are not kept.
    private const int LongestKept = 128;

    private readonly Entry?[] _entries = new Entry?[Slots];

    public uint Of(Agent agent)
    {
        ref Entry? slot = ref _entries[HashCode.Combine(agent.Browser, agent.System) & (Slots - 1)];
        Entry? entry = Volatile.Read(ref slot);
        if (entry is not null && entry.Browser == agent.Browser && entry.System == agent.System)
        {
            return entry.Tag;
        }

        uint tag = Compute(agent);
        if (agent.Browser.Length + agent.System.Length <= LongestKept)
        {
            Volatile.Write(ref slot, new Entry(agent.Browser, agent.System, tag));
        }

        return tag;
    }

    private uint Compute(Agent agent)
    {
        int most = Encoding.UTF8.GetMaxByteCount(agent.Browser.Length) + Encoding.UTF8.GetMaxByteCount(agent.System.Length) + (2 * sizeof(ushort));
        Span<byte> buffer = most <= 256 ? stackalloc byte[256] : new byte[most];
        int length = Write(agent.Browser, buffer);
        length += Write(agent.System, buffer[length..]);
        Span<byte> mac = stackalloc byte[MacKey.Size];
        key.Compute(buffer[..length], mac);
        return BinaryPrimitives.ReadUInt32BigEndian(mac);
    }

    private static int Write(string text, Span<byte> destination)
    {
        int length = Encoding.UTF8.GetBytes(text, destination[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)length);
        return sizeof(ushort) + length;
    }

    private sealed record Entry(string Browser, string System, uint Tag);
}
