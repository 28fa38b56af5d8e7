using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sessvm.Fingerprints.Internal;

/// <summary>JA3, for those who keep lists of it. Sessvm compares nothing by it: browsers shuffle what it is made of.</summary>
/*
    FORMAT (Salesforce, JA3)

    text = version "," ciphers "," extensions "," groups "," formats    ; decimal numbers with "-" between, in their order
    ja3  = MD5 of the text, 32 hex digits

    GREASE counts nowhere.
*/
internal static class Ja3
{
    private const int Longest = 6; // five digits and what stands before them

    public static string TextOf(in ClientHello hello)
    {
        int most = Longest * (5 + hello.Ciphers.Count + ClientHello.MostValues + hello.Groups.Count + hello.PointFormats.Length);
        char[] rented = ArrayPool<char>.Shared.Rent(most);
        try
        {
            Span<char> text = rented;
            Span<ushort> values = stackalloc ushort[ClientHello.MostValues];
            int length = 0;
            Number(hello.LegacyVersion, text, ref length);
            text[length++] = ',';
            List(values[..hello.Ciphers.CopyTo(values)], text, ref length);
            text[length++] = ',';
            List(values[..hello.CopyExtensions(values)], text, ref length);
            text[length++] = ',';
            List(values[..hello.Groups.CopyTo(values)], text, ref length);
            text[length++] = ',';
            for (int i = 0; i < hello.PointFormats.Length; i++)
            {
                values[i] = hello.PointFormats[i];
            }

            List(values[..hello.PointFormats.Length], text, ref length);
            return new string(text[..length]);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>MD5 because JA3 is defined so: it names the text and protects nothing.</summary>
    public static string Hash(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // the format is not ours to choose
        MD5.HashData(bytes, hash);
#pragma warning restore CA5351
        return Convert.ToHexStringLower(hash);
    }

    private static void List(ReadOnlySpan<ushort> values, Span<char> text, ref int length)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                text[length++] = '-';
            }

            Number(values[i], text, ref length);
        }
    }

    private static void Number(ushort value, Span<char> text, ref int length)
    {
        value.TryFormat(text[length..], out int written, default, CultureInfo.InvariantCulture);
        length += written;
    }
}
