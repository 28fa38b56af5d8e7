namespace Sessvm.Fingerprints.Internal;

/// <summary>The numbers of the extensions that fingerprints look into or leave out (IANA, TLS ExtensionType Values).</summary>
internal static class TlsExtension
{
    public const ushort ServerName = 0x0000;
    public const ushort SupportedGroups = 0x000A;
    public const ushort PointFormats = 0x000B;
    public const ushort SignatureAlgorithms = 0x000D;
    public const ushort Alpn = 0x0010;
    public const ushort Padding = 0x0015;
    public const ushort PreSharedKey = 0x0029;
    public const ushort EarlyData = 0x002A;
    public const ushort SupportedVersions = 0x002B;
    public const ushort ApplicationSettings = 0x4469;
    public const ushort ApplicationSettingsNew = 0x44CD;

    /// <summary>Whether one client sends it on some connections and not on others.</summary>
    public static bool Moves(ushort extension) => extension
        is ServerName // an address instead of a name
        or Alpn or ApplicationSettings or ApplicationSettingsNew // a WebSocket asks for HTTP/1.1
        or Padding // to get over a length that some middleboxes cannot take
        or PreSharedKey or EarlyData; // a resumed connection

    /// <summary>Whether JA4 counts it but leaves it out of the hash.</summary>
    public static bool IsNamedApart(ushort extension) => extension is ServerName or Alpn;

    /// <summary>A value that is sent at random, so that servers learn to ignore what they do not know (RFC 8701).</summary>
    public static bool IsGrease(ushort value) => (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
}
