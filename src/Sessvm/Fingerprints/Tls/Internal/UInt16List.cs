using System.Buffers.Binary;

namespace Sessvm.Fingerprints.Internal;

/// <summary>A list of two-byte numbers, as it lies in a hello.</summary>
internal readonly ref struct UInt16List(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Count => _bytes.Length / 2;

    public ushort this[int index] => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(index * 2)..]);

    /// <summary>Copies all that are not GREASE, in their order.</summary>
    /// <returns>How many there are.</returns>
    public int CopyTo(Span<ushort> values)
    {
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!TlsExtension.IsGrease(this[i]))
            {
                values[count++] = this[i];
            }
        }

        return count;
    }
}
