namespace Sessvm.Fingerprints.Internal;

/// <summary>The words by which a user agent gives away what kind of device it runs on.</summary>
internal static class DeviceMarkers
{
    private static readonly string[] Televisions =
    [
        "SMART-TV", "SmartTV", "Smart TV", "SmartHub", "HbbTV", "Web0S", "webOS.TV", "NetCast", "AppleTV", "Apple TV", "tvOS",
        "GoogleTV", "Google TV", "Android TV", "AndroidTV", "BRAVIA", "CrKey", "Roku", "VIERA", "VIDAA", "; AFT", // AFT…: Fire TV
    ];

    private static readonly string[] Tablets = ["iPad", "Tablet", "PlayBook", "Kindle", "; KF"]; // KF…: Kindle Fire

    private static readonly string[] Phones =
    [
        "iPhone", "iPod", "Windows Phone", "IEMobile", "Opera Mini", "Opera Mobi", "MIDP", "KAIOS", "KaiOS", "(Mobile;",
    ];

    /// <summary>The class of device.</summary>
    /// <param name="userAgent">The user agent.</param>
    /// <param name="system">The system that was read of it.</param>
    /// <param name="isBrowser">Whether it begins as browsers do: what gives a name of its own says nothing by leaving out a word.</param>
    public static DeviceClass Of(ReadOnlySpan<char> userAgent, string system, bool isBrowser)
    {
        if (HasAny(userAgent, Televisions))
        {
            return DeviceClass.Tv;
        }

        // Tablets of Windows call themselves «Tablet PC»: whatever stands upright on a desk most days.
        if (HasAny(userAgent, Tablets) && system != SystemFamily.Windows)
        {
            return DeviceClass.Tablet;
        }

        if (HasAny(userAgent, Phones))
        {
            return DeviceClass.Phone;
        }

        bool mobile = userAgent.Contains("Mobile", StringComparison.Ordinal);
        return system switch
        {
            SystemFamily.Android when mobile => DeviceClass.Phone,
            SystemFamily.Android when isBrowser => DeviceClass.Tablet, // Android's own rule: a tablet does not say «Mobile»
            SystemFamily.Windows or SystemFamily.MacOS or SystemFamily.Linux or SystemFamily.ChromeOS when isBrowser => DeviceClass.Desktop,
            _ => DeviceClass.Other,
        };
    }

    private static bool HasAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (string word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
