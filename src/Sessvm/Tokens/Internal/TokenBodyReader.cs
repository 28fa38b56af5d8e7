using System.Buffers.Binary;

namespace Sessvm.Tokens;

/// <summary>Reads a body from its beginning; every step answers whether there was enough of it.</summary>
internal ref struct TokenBodyReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public bool TryTake(int length, out ReadOnlySpan<byte> bytes)
    {
        if (length > _rest.Length)
        {
            bytes = default;
            return false;
        }

        bytes = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    public bool TryByte(out byte value)
    {
        if (_rest.IsEmpty)
        {
            value = 0;
            return false;
        }

        value = _rest[0];
        _rest = _rest[1..];
        return true;
    }

    public bool TryUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[sizeof(uint)..];
        return true;
    }

    public bool TryUInt64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64BigEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[sizeof(ulong)..];
        return true;
    }

    /// <summary>A varint: 7 bits a byte, the lowest first, the top bit on all but the last. Only the shortest form is taken.</summary>
    public bool TryVarint(out uint value)
    {
        value = 0;
        for (int i = 0; i < _rest.Length && i < 5; i++)
        {
            byte next = _rest[i];
            value |= (uint)(next & 0x7F) << (7 * i);
            if (next >= 0x80)
            {
                continue;
            }

            bool longer = i > 0 && next == 0;
            bool beyond = i == 4 && next > 0x0F;
            _rest = _rest[(i + 1)..];
            return !longer && !beyond;
        }

        return false;
    }
}
