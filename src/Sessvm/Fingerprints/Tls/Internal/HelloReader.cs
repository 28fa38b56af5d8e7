using System.Buffers.Binary;

namespace Sessvm.Fingerprints.Internal;

/// <summary>Reads the fields of a hello in a row. Past the end it gives zeros and nothing, and says so in <see cref="Failed"/>.</summary>
internal ref struct HelloReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public int Byte() => Take(1) is [var value] ? value : 0;

    public ushort UInt16() => Take(2) is { Length: 2 } value ? BinaryPrimitives.ReadUInt16BigEndian(value) : (ushort)0;

    /// <summary>A field with its length in one byte before it.</summary>
    public ReadOnlySpan<byte> Short() => Take(Byte());

    /// <summary>A field with its length in two bytes before it.</summary>
    public ReadOnlySpan<byte> Long() => Take(UInt16());
}
