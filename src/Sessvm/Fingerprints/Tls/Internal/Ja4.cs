namespace Sessvm.Fingerprints.Internal;

/// <summary>JA4 for TLS over TCP, and the form of it that one client keeps from one connection to the next.</summary>
/*
    FORMAT (FoxIO, JA4.md, BSD 3-Clause; none of the JA4+ family is here)

    ja4        = "t" version sni count count alpn "_" ciphers "_" extensions
    comparable = "h" version count count "_" ciphers "_" extensions
    version    = "13" | "12" | "11" | "10" | "s3" | "s2" | "00"    ; the highest of supported_versions, else the hello's
    sni        = "d" | "i"                                          ; with and without server_name
    count      = 2 digits, at most 99                               ; ciphers, then extensions
    alpn       = first and last letter of the first protocol, of its hex form where one is no letter or digit, else "00"
    ciphers    = hash of the sorted ciphers
    extensions = hash of the sorted extensions [ "_" and the signature algorithms in their order ]
    hash       = 12 hex digits of the SHA-256 of 4-digit hex numbers with commas between; 000000000000 where the first list is empty

    GREASE counts nowhere. ja4 counts server_name and ALPN but does not hash them; comparable neither counts nor hashes
    what TlsExtension.Moves names.
*/
internal static class Ja4
{
    /// <summary>The length of JA4.</summary>
    public const int Length = 36;

    /// <summary>The length of the comparable form.</summary>
    public const int ComparableLength = 33;

    /// <summary>The number of hex digits of each hash.</summary>
    public const int HashLength = 12;

    public static string Of(in ClientHello hello, out string comparable)
    {
        Span<ushort> ciphers = stackalloc ushort[hello.Ciphers.Count];
        ciphers = ciphers[..hello.Ciphers.CopyTo(ciphers)];
        ciphers.Sort();
        Span<ushort> all = stackalloc ushort[hello.Extensions.Length == 0 ? 0 : ClientHello.MostValues];
        all = all[..hello.CopyExtensions(all)];
        int count = all.Length;
        all.Sort();
        Span<ushort> algorithms = stackalloc ushort[hello.SignatureAlgorithms.Count];
        algorithms = algorithms[..hello.SignatureAlgorithms.CopyTo(algorithms)];

        Span<char> text = stackalloc char[Length];
        text[0] = 't';
        VersionOf(hello).CopyTo(text[1..]);
        text[3] = hello.HasServerName ? 'd' : 'i';
        WriteCount(ciphers.Length, text[4..]);
        WriteCount(count, text[6..]);
        WriteProtocol(hello.FirstProtocol, text[8..]);
        text[10] = '_';
        HexList.Hash(ciphers, [], text[11..]);
        text[23] = '_';
        Span<ushort> unnamed = Without(all, TlsExtension.IsNamedApart);
        HexList.Hash(unnamed, algorithms, text[24..]);
        comparable = Comparable(text.Slice(1, 2), ciphers.Length, text.Slice(11, HashLength), unnamed, algorithms);
        return new string(text);
    }

    /// <summary>The comparable form of what is known of a hello.</summary>
    /// <param name="version">The two letters of the version.</param>
    /// <param name="ciphers">How many ciphers there are.</param>
    /// <param name="cipherHash">The hash of the sorted ciphers.</param>
    /// <param name="extensions">The sorted extensions; what moves is taken out of them in place.</param>
    /// <param name="algorithms">The signature algorithms.</param>
    public static string Comparable(
        ReadOnlySpan<char> version, int ciphers, ReadOnlySpan<char> cipherHash, Span<ushort> extensions, ReadOnlySpan<ushort> algorithms)
    {
        Span<ushort> settled = Without(extensions, TlsExtension.Moves);
        Span<char> text = stackalloc char[ComparableLength];
        text[0] = 'h';
        version.CopyTo(text[1..]);
        WriteCount(ciphers, text[3..]);
        WriteCount(settled.Length, text[5..]);
        text[7] = '_';
        cipherHash.CopyTo(text[8..]);
        text[20] = '_';
        HexList.Hash(settled, algorithms, text[21..]);
        return new string(text);
    }

    private static ReadOnlySpan<char> VersionOf(in ClientHello hello)
    {
        ushort highest = 0;
        for (int i = 0; i < hello.SupportedVersions.Count; i++)
        {
            ushort version = hello.SupportedVersions[i];
            highest = version > highest && !TlsExtension.IsGrease(version) ? version : highest;
        }

        return (highest == 0 ? hello.LegacyVersion : highest) switch
        {
            0x0304 => "13",
            0x0303 => "12",
            0x0302 => "11",
            0x0301 => "10",
            0x0300 => "s3",
            0x0002 => "s2",
            _ => "00",
        };
    }

    private static void WriteCount(int count, Span<char> text)
    {
        int shown = Math.Min(count, 99);
        text[0] = (char)('0' + (shown / 10));
        text[1] = (char)('0' + (shown % 10));
    }

    private static void WriteProtocol(ReadOnlySpan<byte> protocol, Span<char> text)
    {
        const string Hex = "0123456789abcdef";
        if (protocol.IsEmpty)
        {
            "00".CopyTo(text);
        }
        else if (char.IsAsciiLetterOrDigit((char)protocol[0]) && char.IsAsciiLetterOrDigit((char)protocol[^1]))
        {
            text[0] = (char)protocol[0];
            text[1] = (char)protocol[^1];
        }
        else
        {
            text[0] = Hex[protocol[0] >> 4];
            text[1] = Hex[protocol[^1] & 15];
        }
    }

    /// <summary>Moves those that stay to the front, and gives them.</summary>
    private static Span<ushort> Without(Span<ushort> sorted, Func<ushort, bool> isLeftOut)
    {
        int count = 0;
        foreach (ushort value in sorted)
        {
            if (!isLeftOut(value))
            {
                sorted[count++] = value;
            }
        }

        return sorted[..count];
    }
}
