namespace Sessvm.Fingerprints.Internal;

/// <summary>The operating systems that are told apart.</summary>
internal static class SystemFamily
{
    public const string Windows = "Windows";
    public const string MacOS = "macOS";
    public const string IOS = "iOS";
    public const string IPadOS = "iPadOS";
    public const string Android = "Android";
    public const string Linux = "Linux";
    public const string ChromeOS = "ChromeOS";
    public const string Unknown = "Unknown";

    // The order matters: a Windows phone also says Android and iPhone, an iPhone also says Mac OS X, Android also says Linux.
    private static readonly (string Marker, string System)[] Markers =
    [
        ("Windows", Windows),
        ("iPadOS", IPadOS),
        ("iPhone", IOS),
        ("iPad", IOS),
        ("iPod", IOS),
        ("iOS", IOS),
        ("CrOS", ChromeOS),
        ("Android", Android),
        ("; Adr ", Android), // how UC Browser abbreviates it
        ("Mac OS X", MacOS),
        ("Macintosh", MacOS),
        ("macOS", MacOS),
        ("Linux", Linux),
        ("linux", Linux),
    ];

    /// <summary>The system that a user agent names. An iPad that asks for the desktop page says macOS, and is believed.</summary>
    public static string Of(ReadOnlySpan<char> userAgent)
    {
        foreach ((string marker, string system) in Markers)
        {
            if (userAgent.Contains(marker, StringComparison.Ordinal))
            {
                return system;
            }
        }

        return Unknown;
    }

    /// <summary>Whether a device that is told by one of two may tell the other when it asks for the desktop page, or no longer does.</summary>
    public static bool MayBeDesktopPage(string one, string other) => (one, other) switch
    {
        (Android, Linux) or (Linux, Android) => true,
        (IOS or IPadOS, MacOS) or (MacOS, IOS or IPadOS) => true,
        _ => false,
    };
}
