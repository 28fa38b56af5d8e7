using System.Buffers.Binary;
using System.Text;

namespace Sessvm.Tokens;

/// <summary>Writes a body into a buffer that is known to be long enough.</summary>
internal ref struct TokenBodyWriter(Span<byte> buffer)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Byte(byte value) => _buffer[Length++] = value;

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Length..], value);
        Length += sizeof(uint);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer[Length..], value);
        Length += sizeof(ulong);
    }

    public void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _buffer[Length++] = (byte)(value | 0x80);
        }

        _buffer[Length++] = (byte)value;
    }

    /// <summary>Room for some bytes, to be written by the caller.</summary>
    public Span<byte> Room(int length)
    {
        Span<byte> room = _buffer.Slice(Length, length);
        Length += length;
        return room;
    }

    /// <summary>A length of one byte, then UTF-8.</summary>
    /// <exception cref="ArgumentException">The text is empty, too long, or not Unicode.</exception>
    public void ShortText(string text, int most, string name)
    {
        int length = Utf8Length(text, most, name, least: 1);
        Byte((byte)length);
        Strict.GetBytes(text, Room(length));
    }

    /// <summary>A length as a varint, then UTF-8.</summary>
    /// <exception cref="ArgumentException">The text is too long, or not Unicode.</exception>
    public void LongText(string text, int most, string name)
    {
        int length = Utf8Length(text, most, name, least: 0);
        Varint((uint)length);
        Strict.GetBytes(text, Room(length));
    }

    // A lone surrogate would be replaced on the way, and the token would name somebody else.
    private static int Utf8Length(string text, int most, string name, int least)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        int length;
        try
        {
            length = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException fault)
        {
            throw new ArgumentException($"{name} is not well-formed Unicode.", name, fault);
        }

        return length >= least && length <= most
            ? length
            : throw new ArgumentException($"{name} has {length} bytes of UTF-8; allowed are {least} to {most}.", name);
    }
}
