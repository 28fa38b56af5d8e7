namespace Sessvm.Fingerprints.Internal;

/// <summary>Completes what a user agent told by what the client hints say.</summary>
internal static class ClientHintReading
{
    /// <summary>How much of the list of brands is read, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>The agent with what was unknown filled in.</summary>
    public static Agent Complete(Agent read, in ClientHints hints)
    {
        string system = read.System == SystemFamily.Unknown ? SystemOf(hints.Platform) : read.System;
        string browser = read.Browser;
        int version = read.Version;
        if (browser == BrowserFamily.Unknown)
        {
            (browser, version) = Brand(hints.Brands);
        }

        return browser == read.Browser && system == read.System ? read : new Agent(browser, version, system);
    }

    /// <summary>The device's class: a platform of <c>Android</c> unmasks the desktop page of a phone or tablet.</summary>
    public static DeviceClass Complete(DeviceClass read, in ClientHints hints)
    {
        if (read is DeviceClass.Bot or DeviceClass.Tv)
        {
            return read;
        }

        return SystemOf(hints.Platform) switch
        {
            SystemFamily.Android => hints.Mobile is "?1" ? DeviceClass.Phone : DeviceClass.Tablet,
            SystemFamily.IOS when hints.Mobile is "?1" => DeviceClass.Phone,
            SystemFamily.Windows or SystemFamily.MacOS or SystemFamily.Linux or SystemFamily.ChromeOS when read == DeviceClass.Other =>
                DeviceClass.Desktop,
            _ => read,
        };
    }

    // A structured-field string (RFC 8941, 3.3.3); none of the values has anything to unescape.
    private static string SystemOf(string? platform) => platform.AsSpan().Trim(" \t\"") switch
    {
        "Windows" => SystemFamily.Windows,
        "macOS" => SystemFamily.MacOS,
        "Android" => SystemFamily.Android,
        "iOS" => SystemFamily.IOS,
        "Chrome OS" or "Chromium OS" => SystemFamily.ChromeOS,
        "Linux" => SystemFamily.Linux,
        _ => SystemFamily.Unknown,
    };

    /// <summary>Reads <c>"Chromium";v="126", "Microsoft Edge";v="126"</c>: the most particular brand that is known.</summary>
    private static (string Family, int Version) Brand(ReadOnlySpan<char> list)
    {
        list = list[..Math.Min(list.Length, MaxLength)];
        KnownProduct best = default;
        int version = 0;
        while (TryNext(ref list, out ReadOnlySpan<char> name, out int major))
        {
            KnownProduct known = BrowserFamily.OfBrand(name);
            if (known.Rank > best.Rank)
            {
                best = known;
                version = major;
            }
        }

        return best.Family is null ? (BrowserFamily.Unknown, 0) : (best.Family, version);
    }

    private static bool TryNext(ref ReadOnlySpan<char> list, out ReadOnlySpan<char> name, out int major)
    {
        name = default;
        major = 0;
        if (!TryQuoted(ref list, out name))
        {
            return false;
        }

        const string Version = ";v=";
        if (list.StartsWith(Version) && TryQuoted(ref list, out ReadOnlySpan<char> version))
        {
            major = ProductToken.Major(version);
        }

        return true;
    }

    private static bool TryQuoted(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> text)
    {
        text = default;
        int open = rest.IndexOf('"');
        int length = open < 0 ? -1 : rest[(open + 1)..].IndexOf('"');
        if (length < 0)
        {
            return false;
        }

        text = rest.Slice(open + 1, length);
        rest = rest[(open + length + 2)..];
        return true;
    }
}
