using System.Globalization;

namespace Sessvm.Fingerprints.Internal;

/// <summary>Reduces what a proxy tells of a hello to the form that is compared.</summary>
/*
    FORMAT

    told       = ja4 | raw | ja3
    raw        = head "_" hex *("," hex) "_" [ hex *("," hex) ] [ "_" hex *("," hex) ]    ; JA4_r, and JA4_ro likewise
    ja3        = number "," numbers "," numbers "," numbers "," numbers                   ; before it is hashed

    of ja4     = "4" version count "_" ciphers            ; the hash of its extensions covers some that come and go
    of raw     = that of the hello (see Ja4)
    of ja3     = "3" count count "_" ciphers "_" extensions
*/
internal static class ToldHello
{
    private const int MaxLength = 4096;
    private const int Head = 10;

    public static string? Comparable(ReadOnlySpan<char> told)
    {
        told = told.Trim();
        if (told.Length is 0 or > MaxLength)
        {
            return null;
        }

        return told.Length > Head && told[Head] == '_' ? OfJa4(told) : OfJa3(told);
    }

    private static string? OfJa4(ReadOnlySpan<char> told)
    {
        ReadOnlySpan<char> head = told[..Head];
        if (head[0] is not ('t' or 'q' or 'd') || head[3] is not ('d' or 'i') || !IsVersion(head.Slice(1, 2)) || head[4..8].ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        ReadOnlySpan<char> rest = told[(Head + 1)..];
        if (rest.Length == Ja4.HashLength * 2 + 1 && rest[Ja4.HashLength] == '_' && IsHex(rest[..Ja4.HashLength]) && IsHex(rest[(Ja4.HashLength + 1)..]))
        {
            return string.Concat("4", head.Slice(1, 2), head.Slice(4, 2), string.Concat("_", rest[..Ja4.HashLength]));
        }

        Span<Range> parts = stackalloc Range[4];
        int count = rest.Split(parts, '_');
        if (count is not (2 or 3))
        {
            return null;
        }

        Span<ushort> ciphers = stackalloc ushort[ClientHello.MostValues];
        Span<ushort> extensions = stackalloc ushort[ClientHello.MostValues];
        Span<ushort> algorithms = stackalloc ushort[ClientHello.MostValues];
        int algorithmCount = 0;
        if (!TryList(rest[parts[0]], ',', NumberStyles.AllowHexSpecifier, ciphers, out int cipherCount)
            || !TryList(rest[parts[1]], ',', NumberStyles.AllowHexSpecifier, extensions, out int extensionCount)
            || (count == 3 && !TryList(rest[parts[2]], ',', NumberStyles.AllowHexSpecifier, algorithms, out algorithmCount)))
        {
            return null;
        }

        ciphers = ciphers[..cipherCount];
        ciphers.Sort();
        extensions = extensions[..extensionCount];
        extensions.Sort();
        Span<char> cipherHash = stackalloc char[Ja4.HashLength];
        HexList.Hash(ciphers, [], cipherHash);
        return Ja4.Comparable(head.Slice(1, 2), cipherCount, cipherHash, extensions, algorithms[..algorithmCount]);
    }

    private static string? OfJa3(ReadOnlySpan<char> told)
    {
        Span<Range> parts = stackalloc Range[6];
        if (told.Split(parts, ',') != 5 || !ushort.TryParse(told[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        Span<ushort> ciphers = stackalloc ushort[ClientHello.MostValues];
        Span<ushort> extensions = stackalloc ushort[ClientHello.MostValues];
        if (!TryList(told[parts[1]], '-', NumberStyles.None, ciphers, out int cipherCount)
            || !TryList(told[parts[2]], '-', NumberStyles.None, extensions, out int extensionCount))
        {
            return null;
        }

        ciphers = ciphers[..cipherCount];
        ciphers.Sort();
        extensions = extensions[..extensionCount];
        extensions.Sort();
        Span<char> hash = stackalloc char[Ja4.HashLength];
        HexList.Hash(ciphers, [], hash);
        string form = Ja4.Comparable("00", cipherCount, hash, extensions, []);
        return string.Concat("3", form.AsSpan(3)); // JA3 does not tell the version
    }

    private static bool TryList(ReadOnlySpan<char> text, char separator, NumberStyles style, Span<ushort> values, out int count)
    {
        count = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (Range range in text.Split(separator))
        {
            ReadOnlySpan<char> one = text[range];
            if (count == values.Length || !ushort.TryParse(one, style, CultureInfo.InvariantCulture, out ushort value))
            {
                return false;
            }

            if (!TlsExtension.IsGrease(value))
            {
                values[count++] = value;
            }
        }

        return true;
    }

    private static bool IsVersion(ReadOnlySpan<char> version) => version is "13" or "12" or "11" or "10" or "s3" or "s2" or "00" or "d1" or "d2" or "d3";

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept("0123456789abcdef");
}
