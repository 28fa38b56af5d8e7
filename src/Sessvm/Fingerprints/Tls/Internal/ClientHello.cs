namespace Sessvm.Fingerprints.Internal;

/// <summary>The fields of a ClientHello that fingerprints are made of: views into its bytes, nothing is copied.</summary>
/*
    FORMAT (RFC 8446, 4.1.2; RFC 5246, 7.4.1.2)

    hello      = version random session ciphers compressions [ extensions ]
    version    = 2 bytes                        random       = 32 bytes
    session    = length1, at most 32 bytes      compressions = length1, at least 1 byte
    ciphers    = length2 *(2 bytes), at least 1 extensions   = length2 *(type length2 content)
    length1, length2: the bytes that follow, in one and in two bytes. Nothing stands after the extensions.
*/
internal readonly ref struct ClientHello
{
    /// <summary>The most ciphers, extensions, groups or algorithms of a hello that is read.</summary>
    public const int MostValues = 512;

    private ClientHello(ushort version, ReadOnlySpan<byte> ciphers, ReadOnlySpan<byte> extensions)
    {
        LegacyVersion = version;
        Ciphers = new UInt16List(ciphers);
        Extensions = extensions;
    }

    /// <summary>The version field, which TLS 1.3 leaves at that of TLS 1.2.</summary>
    public ushort LegacyVersion { get; }

    public UInt16List Ciphers { get; }

    /// <summary>The extensions, each with its type, length and content.</summary>
    public ReadOnlySpan<byte> Extensions { get; }

    public bool HasServerName { get; private init; }

    /// <summary>The first protocol of ALPN; empty where there is none.</summary>
    public ReadOnlySpan<byte> FirstProtocol { get; private init; }

    public UInt16List SupportedVersions { get; private init; }

    public UInt16List SignatureAlgorithms { get; private init; }

    public UInt16List Groups { get; private init; }

    public ReadOnlySpan<byte> PointFormats { get; private init; }

    /// <summary>Reads a hello, without the head of its message.</summary>
    /// <returns>Whether it is well-formed and within the bounds.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ClientHello hello)
    {
        var reader = new HelloReader(bytes);
        ushort version = reader.UInt16();
        reader.Take(32);
        int session = reader.Short().Length;
        ReadOnlySpan<byte> ciphers = reader.Long();
        int compressions = reader.Short().Length;
        ReadOnlySpan<byte> extensions = reader.AtEnd ? default : reader.Long(); // a hello without any is from before TLS 1.2
        hello = new ClientHello(version, ciphers, extensions);
        return !reader.Failed && reader.AtEnd && session <= 32 && compressions > 0 && IsList(ciphers) && TryReadExtensions(ref hello);
    }

    /// <summary>Copies the types of all extensions that are not GREASE, in their order.</summary>
    /// <returns>How many there are.</returns>
    public int CopyExtensions(Span<ushort> types)
    {
        int count = 0;
        for (var reader = new HelloReader(Extensions); !reader.AtEnd;)
        {
            ushort type = reader.UInt16();
            reader.Long();
            if (!TlsExtension.IsGrease(type))
            {
                types[count++] = type;
            }
        }

        return count;
    }

    private static bool TryReadExtensions(ref ClientHello hello)
    {
        int count = 0;
        var reader = new HelloReader(hello.Extensions);
        while (!reader.AtEnd)
        {
            ushort type = reader.UInt16();
            ReadOnlySpan<byte> content = reader.Long();
            if (reader.Failed || ++count > MostValues || !TryReadExtension(ref hello, type, content))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadExtension(ref ClientHello hello, ushort type, ReadOnlySpan<byte> content)
    {
        var reader = new HelloReader(content);
        ReadOnlySpan<byte> list;
        switch (type)
        {
            case TlsExtension.ServerName:
                hello = hello with { HasServerName = true };
                return true;
            case TlsExtension.Alpn:
                var protocols = new HelloReader(reader.Long());
                hello = hello with { FirstProtocol = protocols.AtEnd ? default : protocols.Short() };
                return !reader.Failed && reader.AtEnd && !protocols.Failed;
            case TlsExtension.SupportedVersions:
                list = reader.Short();
                hello = hello with { SupportedVersions = new UInt16List(list) };
                break;
            case TlsExtension.SignatureAlgorithms:
                list = reader.Long();
                hello = hello with { SignatureAlgorithms = new UInt16List(list) };
                break;
            case TlsExtension.SupportedGroups:
                list = reader.Long();
                hello = hello with { Groups = new UInt16List(list) };
                break;
            case TlsExtension.PointFormats:
                hello = hello with { PointFormats = reader.Short() };
                return !reader.Failed && reader.AtEnd;
            default:
                return true;
        }

        return !reader.Failed && reader.AtEnd && IsList(list);
    }

    private static bool IsList(ReadOnlySpan<byte> list) => list.Length % 2 == 0 && list.Length is > 0 and <= MostValues * 2;
}
