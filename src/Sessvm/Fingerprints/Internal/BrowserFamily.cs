namespace Sessvm.Fingerprints.Internal;

/// <summary>The browser families that are told apart, and the product tokens by which they go.</summary>
internal static class BrowserFamily
{
    public const string Unknown = "Unknown";
    public const string Chrome = "Chrome";
    public const string HeadlessChrome = "HeadlessChrome";
    public const string AndroidWebView = "Android WebView";
    public const string AndroidBrowser = "Android Browser";
    public const string Safari = "Safari";
    public const string IOSWebView = "iOS WebView";
    public const string InternetExplorer = "Internet Explorer";

    /// <summary>The family that a product token stands for.</summary>
    /// <remarks>
    /// Browsers list those whose pages they want to be given before themselves (<c>Chrome/… Safari/… Edg/…</c>), so a
    /// token has a rank: the most particular one is the browser. Brave sends what Chrome sends.
    /// </remarks>
    public static KnownProduct Find(ReadOnlySpan<char> token) => token switch
    {
        "Safari" => new(Safari, 1, VersionApart: true),
        "Chrome" or "Chromium" or "CrMo" or "CriOS" => new(Chrome, 2),
        "Firefox" or "FxiOS" => new("Firefox", 2),
        "Edge" or "Edg" or "EdgA" or "EdgiOS" => new("Edge", 3),
        "Opera" => new("Opera", 3, VersionApart: true),
        "OPR" or "OPT" or "OPiOS" or "OPX" => new("Opera", 3),
        "SamsungBrowser" => new("Samsung Internet", 3),
        "Vivaldi" => new("Vivaldi", 3),
        "YaBrowser" => new("Yandex", 3),
        "UCBrowser" or "UBrowser" => new("UC Browser", 3),
        "DuckDuckGo" or "Ddg" => new("DuckDuckGo", 3),
        "XiaoMi" or "MiuiBrowser" => new("Miui Browser", 3), // it writes XiaoMi/MiuiBrowser/…
        "HuaweiBrowser" => new("Huawei Browser", 3),
        "QQBrowser" or "MQQBrowser" => new("QQ Browser", 3),
        "Whale" => new("Whale", 3),
        "Silk" => new("Silk", 3),
        "GSA" => new("Google App", 3),
        "Electron" => new("Electron", 3),
        "HeadlessChrome" => new(HeadlessChrome, 4), // automation stays visible whatever it adds
        _ => default,
    };

    /// <summary>The family that a brand of the client hints stands for. A made-up one, such as <c>Not.A/Brand</c>, is none.</summary>
    public static KnownProduct OfBrand(ReadOnlySpan<char> brand) => brand switch
    {
        "Chromium" => new(Chrome, 1),
        "Google Chrome" or "Brave" => new(Chrome, 2),
        "Microsoft Edge" => new("Edge", 3),
        "Opera" or "Opera GX" or "OperaMobile" => new("Opera", 3),
        "Samsung Internet" => new("Samsung Internet", 3),
        "YaBrowser" or "Yandex" => new("Yandex", 3),
        "Vivaldi" => new("Vivaldi", 3),
        "DuckDuckGo" => new("DuckDuckGo", 3),
        "Whale" => new("Whale", 3),
        "Android WebView" => new(AndroidWebView, 3),
        "HeadlessChrome" => new(HeadlessChrome, 4),
        _ => default,
    };

    /// <summary>Whether a token says nothing of who sends it: engines, builds, and the pretence that everybody is Mozilla.</summary>
    public static bool IsFiller(ReadOnlySpan<char> token) => token switch
    {
        "Mozilla" or "UCWEB" or "AppleWebKit" or "WebKit" or "Gecko" or "KHTML" or "Presto" or "Blink" or "Mobile" or "U2"
            or "Version" or "Build" or "like" or "compatible" or BrowserFamily.Unknown => true,
        _ => false,
    };
}
