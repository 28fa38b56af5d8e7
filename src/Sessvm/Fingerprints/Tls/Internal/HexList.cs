using System.Security.Cryptography;

namespace Sessvm.Fingerprints.Internal;

/// <summary>The hash of lists of numbers in the text form that JA4 gives them.</summary>
internal static class HexList
{
    private const int Each = 5;
    private const int OnStack = 1024;

    /// <summary>Writes 12 hex digits; zeros where the first list is empty.</summary>
    public static void Hash(ReadOnlySpan<ushort> values, ReadOnlySpan<ushort> after, Span<char> digits)
    {
        if (values.IsEmpty)
        {
            digits[..Ja4.HashLength].Fill('0');
            return;
        }

        int most = (values.Length + after.Length) * Each;
        Span<byte> text = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        int length = Write(values, text);
        if (!after.IsEmpty)
        {
            text[length++] = (byte)'_';
            length += Write(after, text[length..]);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        Convert.TryToHexStringLower(hash[..(Ja4.HashLength / 2)], digits, out _);
    }

    private static int Write(ReadOnlySpan<ushort> values, Span<byte> text)
    {
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        int length = 0;
        foreach (ushort value in values)
        {
            if (length > 0)
            {
                text[length++] = (byte)',';
            }

            text[length] = hex[value >> 12];
            text[length + 1] = hex[(value >> 8) & 15];
            text[length + 2] = hex[(value >> 4) & 15];
            text[length + 3] = hex[value & 15];
            length += 4;
        }

        return length;
    }
}
