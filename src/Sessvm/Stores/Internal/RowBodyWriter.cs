using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sessvm.Stores.Internal;

/// <summary>Writes the parts of a body.</summary>
internal ref struct RowBodyWriter(Span<byte> scratch)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Span<byte> _buffer = scratch;
    private byte[]? _rented;
    private int _length;
    private TextTable _texts;
    private int _textCount;

    internal void Byte(byte value) => Take(1)[0] = value;

    internal void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    internal void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    internal void UInt128(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(Take(16), value);

    internal void Bytes(scoped ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    internal void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    internal void Signed(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    internal void Instant(DateTimeOffset value, long origin) => Signed(StoredTime.Of(value) - origin);

    /// <summary>A text that is not looked up: its length in bytes, then its bytes.</summary>
    internal void Plain(string value)
    {
        int count = Strict.GetByteCount(value);
        Varint((ulong)count);
        Strict.GetBytes(value, Take(count));
    }

    /// <summary>A text, or the place of its first occurrence.</summary>
    internal void Text(string value)
    {
        ReadOnlySpan<string?> known = _texts;
        int place = known[.._textCount].IndexOf(value);
        if (place >= 0)
        {
            Varint(((ulong)place << 1) | 1);
            return;
        }

        int count = Strict.GetByteCount(value);
        Varint((ulong)count << 1);
        Strict.GetBytes(value, Take(count));
        if (_textCount < TextTable.Capacity)
        {
            _texts[_textCount++] = value;
        }
    }

    /// <summary>What was written, and the end of this writer.</summary>
    internal byte[] Finish()
    {
        byte[] body = _buffer[.._length].ToArray();
        Release();
        return body;
    }

    /// <summary>Gives the buffer back.</summary>
    internal void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private Span<byte> Take(int count)
    {
        int end = _length + count;
        if (end > _buffer.Length)
        {
            Grow(end);
        }

        Span<byte> taken = _buffer[_length..end];
        _length = end;
        return taken;
    }

    private void Grow(int needed)
    {
        if (needed > SessionRowCodec.MaxLength)
        {
            throw new ArgumentException($"The row is too large to be stored: at most {SessionRowCodec.MaxLength} bytes.", "row");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(SessionRowCodec.MaxLength, Math.Max(needed, _buffer.Length * 2)));
        _buffer[.._length].CopyTo(larger);
        Release();
        _rented = larger;
        _buffer = larger;
    }
}
