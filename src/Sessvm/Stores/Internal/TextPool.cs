using System.Text;
using System.Text.Unicode;

namespace Sessvm.Stores.Internal;

/// <summary>
/// Short texts that stand in row after row (browsers, systems, languages, scopes), read without making the same string
/// again. Bounded: a newcomer takes the place of whoever had its slot. Reads and writes take no lock.
/// </summary>
internal static class TextPool
{
    private const int Slots = 512;
    private const int LongestKept = 32;

    private static readonly string?[] Kept = new string?[Slots];

    /// <summary>The text of some UTF-8; <see langword="null"/> where it is not UTF-8.</summary>
    internal static string? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > LongestKept)
        {
            return Decode(bytes);
        }

        ref string? slot = ref Kept[PlaceOf(bytes)];
        string? kept = Volatile.Read(ref slot);
        if (kept is not null && Ascii.Equals(bytes, kept))
        {
            return kept;
        }

        string? read = Decode(bytes);
        if (read is not null)
        {
            Volatile.Write(ref slot, read);
        }

        return read;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    // Who aims at a slot makes a string be made again, and no more: a quick hash is enough.
    private static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        uint hash = (uint)bytes.Length;
        foreach (byte value in bytes)
        {
            hash = (hash * 31) + value;
        }

        return (int)((hash ^ (hash >> 16)) % Slots);
    }
}
