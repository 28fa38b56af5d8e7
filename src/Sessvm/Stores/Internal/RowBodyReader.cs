using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Sessvm.Tokens;

namespace Sessvm.Stores.Internal;

/// <summary>Reads the parts of a body. Whatever the bytes are, it throws nothing but <see cref="SessionStoreException"/>.</summary>
internal ref struct RowBodyReader(SessionId id, ReadOnlySpan<byte> body)
{
    private readonly SessionId _id = id;
    private ReadOnlySpan<byte> _rest = body;
    private TextTable _texts;
    private int _textCount;

    internal readonly bool AtEnd => _rest.IsEmpty;

    internal byte Byte() => Take(1)[0];

    internal ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    internal UInt128 UInt128() => BinaryPrimitives.ReadUInt128BigEndian(Take(16));

    internal ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Malformed("it is cut short");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    internal ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                // One form for each value: no padding, no bits above the 64th.
                return (next != 0 || shift == 0) && (shift < 63 || next == 1) ? value : throw Malformed("a number is malformed");
            }
        }

        throw Malformed("a number is malformed");
    }

    internal uint UInt32() => (uint)UpTo(uint.MaxValue);

    internal long UpTo(long most)
    {
        ulong value = Varint();
        return value <= (ulong)most ? (long)value : throw Malformed("a number is out of range");
    }

    internal int Int32()
    {
        long value = Signed();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Malformed("a number is out of range");
    }

    internal long Instant(long origin)
    {
        Int128 value = (Int128)origin + Signed();
        return value >= StoredTime.Earliest && value <= StoredTime.Latest ? (long)value : throw Malformed("an instant is out of range");
    }

    /// <summary>A count of parts that take at least <paramref name="least"/> bytes each, so that no garbage allocates more than it is long.</summary>
    internal int Count(int most, int least) => (int)UpTo(Math.Min(most, _rest.Length / least));

    internal string Plain() => Utf8Text(Take((int)UpTo(_rest.Length)));

    internal ReadOnlySpan<byte> Sized() => Take((int)UpTo(_rest.Length));

    internal string Text()
    {
        ulong head = Varint();
        ReadOnlySpan<string?> known = ((ReadOnlySpan<string?>)_texts)[.._textCount];
        if ((head & 1) != 0)
        {
            ulong place = head >> 1;
            return place < (ulong)known.Length ? known[(int)place]! : throw Malformed("a text is missing");
        }

        ulong length = head >> 1;
        string text = TextPool.Read(length <= (ulong)_rest.Length ? Take((int)length) : throw Malformed("it is cut short"))
            ?? throw Malformed("a text is malformed");
        if (known.Contains(text))
        {
            throw Malformed("a text stands twice");
        }

        if (_textCount < TextTable.Capacity)
        {
            _texts[_textCount++] = text;
        }

        return text;
    }

    internal readonly SessionStoreException Malformed(string what) =>
        new($"The stored row of session {_id} cannot be read: {what}. Restore it from a backup, or remove the row.");

    private long Signed()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private readonly string Utf8Text(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Malformed("a text is malformed");
}
