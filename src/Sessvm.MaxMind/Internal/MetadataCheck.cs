using System.Buffers.Binary;

namespace Sessvm.MaxMind.Internal;

/// <summary>
/// Whether the metadata of a file can be read, and its search tree lies within the file. Stricter than it need be in nothing
/// that a writer of such files does.
/// </summary>
/*
    The format is that of https://maxmind.github.io/MaxMind-DB/, of which metadata uses:

    value   = control *more content
    control = 3 bits type (0: the next byte is the type less 7), 5 bits size
    pointer = 3 bits 001, 2 bits how long, 3 bits and 1 to 4 bytes: an offset from the beginning of the metadata, to no pointer
    size    = 0 to 28, | 29: 29 and a byte, | 30: 285 and two bytes, | 31: 65,821 and three bytes; of maps and arrays: how many
*/
internal ref struct MetadataCheck
{
    private const int MostDepth = 8;
    private const int MostValues = 10_000; // pointers can unfold a few bytes into any number

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _values;

    private MetadataCheck(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    private enum Kind
    {
        Pointer = 1,
        Text = 2,
        Double = 3,
        Bytes = 4,
        UInt16 = 5,
        UInt32 = 6,
        Map = 7,
        Int32 = 8,
        UInt64 = 9,
        UInt128 = 10,
        Array = 11,
        Boolean = 14,
        Float = 15,
    }

    /// <summary>Checks it.</summary>
    /// <param name="metadata">What follows the marker.</param>
    /// <param name="before">How many bytes there are before the marker.</param>
    public static bool Passes(ReadOnlySpan<byte> metadata, long before)
    {
        var check = new MetadataCheck(metadata);
        return check.IsMap(before);
    }

    private bool IsMap(long before)
    {
        if (!TryStart(out Kind kind, out int pairs, out _) || kind != Kind.Map)
        {
            return false;
        }

        ulong nodes = 0;
        ulong bits = 0;
        for (; pairs > 0; pairs--)
        {
            if (!TryText(out ReadOnlySpan<byte> key) || !TryField(key, out ulong number))
            {
                return false;
            }

            nodes = key.SequenceEqual("node_count"u8) ? number : nodes;
            bits = key.SequenceEqual("record_size"u8) ? number : bits;
        }

        return bits is 24 or 28 or 32 && nodes is > 0 and <= uint.MaxValue && (nodes * bits / 4) + 16 <= (ulong)before;
    }

    // The library reads each of these as the type that the format gives it, and fails on another.
    private bool TryField(ReadOnlySpan<byte> key, out ulong number)
    {
        int start = _at;
        number = 0;
        return key switch
        {
            _ when key.SequenceEqual("node_count"u8) => TryNumber(Kind.UInt32, out number),
            _ when key.SequenceEqual("build_epoch"u8) => TryNumber(Kind.UInt64, out number) && number <= 253_402_300_799, // the year 9999
            _ when key.SequenceEqual("record_size"u8) || key.SequenceEqual("ip_version"u8)
                || key.SequenceEqual("binary_format_major_version"u8) || key.SequenceEqual("binary_format_minor_version"u8) => TryNumber(Kind.UInt16, out number),
            _ when key.SequenceEqual("database_type"u8) => TryText(out _),
            _ when key.SequenceEqual("languages"u8) => StartsAs(Kind.Array, start) && TrySkip(0, textOnly: true),
            _ when key.SequenceEqual("description"u8) => StartsAs(Kind.Map, start) && TrySkip(0, textOnly: true),
            _ => TrySkip(0, textOnly: false),
        };
    }

    private bool StartsAs(Kind expected, int start)
    {
        bool read = TryStart(out Kind kind, out _, out _);
        _at = start;
        return read && kind == expected;
    }

    private bool TryNumber(Kind expected, out ulong number)
    {
        number = 0;
        if (!TryStart(out Kind kind, out int size, out int? after) || kind != expected || size > Widest(kind) || size > _bytes.Length - _at)
        {
            return false;
        }

        for (; size > 0; size--)
        {
            number = (number << 8) | _bytes[_at++];
        }

        _at = after ?? _at;
        return true;
    }

    private bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryStart(out Kind kind, out int size, out int? after) || kind != Kind.Text || size > _bytes.Length - _at)
        {
            return false;
        }

        text = _bytes.Slice(_at, size);
        _at = after ?? (_at + size);
        return true;
    }

    /// <summary>Goes past a value, of which what is neither map nor array may have to be text.</summary>
    private bool TrySkip(int depth, bool textOnly)
    {
        if (depth > MostDepth || !TryStart(out Kind kind, out int size, out int? after))
        {
            return false;
        }

        switch (kind)
        {
            case Kind.Map or Kind.Array:
                for (int left = size; left > 0; left--)
                {
                    if ((kind == Kind.Map && !TryText(out _)) || !TrySkip(depth + 1, textOnly))
                    {
                        return false;
                    }
                }

                break;
            case Kind.Boolean when !textOnly && size <= 1:
                break;
            default:
                if ((textOnly && kind != Kind.Text) || size > Widest(kind) || size > _bytes.Length - _at)
                {
                    return false;
                }

                _at += size;
                break;
        }

        _at = after ?? _at;
        return true;
    }

    private static int Widest(Kind kind) => kind switch
    {
        Kind.Text or Kind.Bytes => int.MaxValue,
        Kind.UInt16 => 2,
        Kind.UInt32 or Kind.Int32 or Kind.Float => 4,
        Kind.UInt64 or Kind.Double => 8,
        Kind.UInt128 => 16,
        _ => -1, // none of the format
    };

    /// <summary>Reads where a value begins: the value itself, or the one that a pointer points to.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="size">How many bytes, or how many values, it has.</param>
    /// <param name="after">Where to go on after a value that was pointed to.</param>
    private bool TryStart(out Kind kind, out int size, out int? after)
    {
        after = null;
        if (!TryControl(out kind, out size) || kind != Kind.Pointer)
        {
            return kind != Kind.Pointer && _values++ < MostValues && size >= 0;
        }

        int more = ((size >> 3) & 3) + 1;
        if (!TryWide(more, out int offset))
        {
            return false;
        }

        long target = more switch
        {
            1 => offset + ((size & 7) << 8),
            2 => offset + ((size & 7) << 16) + 2_048,
            3 => offset + ((long)(size & 7) << 24) + 526_336,
            _ => (uint)offset,
        };
        if (target >= _bytes.Length)
        {
            return false;
        }

        after = _at;
        _at = (int)target;
        return TryControl(out kind, out size) && kind != Kind.Pointer && _values++ < MostValues;
    }

    private bool TryControl(out Kind kind, out int size)
    {
        (kind, size) = (default, -1);
        if (_at >= _bytes.Length)
        {
            return false;
        }

        byte control = _bytes[_at++];
        kind = (Kind)(control >> 5);
        if (kind == 0)
        {
            if (_at >= _bytes.Length || _bytes[_at] == 0) // no long form for the short types
            {
                return false;
            }

            kind = (Kind)(_bytes[_at++] + 7);
        }

        int few = control & 31;
        if (kind == Kind.Pointer || few <= 28)
        {
            size = few;
            return true;
        }

        if (!TryWide(few - 28, out int wide))
        {
            return false;
        }

        size = wide + (few switch { 29 => 29, 30 => 285, _ => 65_821 });
        return true;
    }

    private bool TryWide(int bytes, out int number)
    {
        number = 0;
        if (bytes > _bytes.Length - _at)
        {
            return false;
        }

        Span<byte> wide = stackalloc byte[4];
        wide.Clear();
        _bytes.Slice(_at, bytes).CopyTo(wide[(4 - bytes)..]);
        _at += bytes;
        number = BinaryPrimitives.ReadInt32BigEndian(wide);
        return true;
    }
}
