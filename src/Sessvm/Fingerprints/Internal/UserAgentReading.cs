namespace Sessvm.Fingerprints.Internal;

/// <summary>What has been found in a user agent so far.</summary>
internal ref struct UserAgentReading
{
    private bool _begun;
    private bool _afterCompatible;
    private ProductToken _leader;
    private ProductToken _bot;
    private ProductToken _other;
    private KnownProduct _browser;
    private int _browserVersion;
    private int _versionToken;
    private int _explorer;
    private int _trident;
    private bool _webView;
    private bool _webKit;

    /// <summary>Takes in the next piece.</summary>
    public void Add(ReadOnlySpan<char> piece, bool inComment)
    {
        ProductToken product = ProductToken.Read(piece);
        bool first = !_begun;
        bool afterCompatible = _afterCompatible;
        _begun = true;
        _afterCompatible = product.Name is "compatible";
        if (IsBot(piece, product, afterCompatible))
        {
            _bot = _bot.Name.IsEmpty ? product : _bot;
        }

        if (inComment)
        {
            AddComment(product, piece);
        }
        else
        {
            AddProduct(product, first);
        }
    }

    /// <summary>Decides what all the pieces mean.</summary>
    public readonly Agent ToAgent(string system)
    {
        (string browser, int version) = Browser(system);
        return browser == BrowserFamily.Unknown && system == SystemFamily.Unknown
            ? Agent.Unknown
            : new Agent(browser, version, system);
    }

    /// <summary>The class of device that sent it.</summary>
    public readonly DeviceClass Device(ReadOnlySpan<char> userAgent, string system)
    {
        if (!_bot.Name.IsEmpty || SaysRobot(_leader.Name) || _leader.Name is "facebookexternalhit" || _browser.Family == BrowserFamily.HeadlessChrome)
        {
            return DeviceClass.Bot;
        }

        return DeviceMarkers.Of(userAgent, system, isBrowser: _leader.Name.IsEmpty && _begun);
    }

    private void AddComment(ProductToken product, ReadOnlySpan<char> piece)
    {
        switch (product.Name)
        {
            case "wv":
                _webView |= piece.Length == 2;
                break;
            case "MSIE":
                _explorer = product.Version;
                break;
            case "Trident":
                _trident = product.Version;
                break;
        }
    }

    private void AddProduct(ProductToken product, bool first)
    {
        KnownProduct known = BrowserFamily.Find(product.Name);
        if (known.Family is not null)
        {
            if (known.Rank >= _browser.Rank)
            {
                _browser = known;
                _browserVersion = product.Version;
            }
        }
        else if (BrowserFamily.IsFiller(product.Name))
        {
            _versionToken = product.Name is "Version" ? product.Version : _versionToken;
            _webKit |= product.Name is "AppleWebKit";
        }
        else if (first)
        {
            _leader = product; // whoever does not begin as Mozilla does gives its own name
        }
        else if (product.HasSlash && _other.Name.IsEmpty)
        {
            _other = product;
        }
    }

    private readonly (string Family, int Version) Browser(string system)
    {
        if (!_leader.Name.IsEmpty)
        {
            return Named(_leader);
        }

        if (!_bot.Name.IsEmpty)
        {
            return Named(_bot);
        }

        if ((_explorer > 0 || _trident > 0) && _browser.Rank <= 1)
        {
            // In its compatibility view it gives the version of another browser; only the engine tells its own.
            return (BrowserFamily.InternetExplorer, _trident > 0 ? _trident + 4 : _explorer);
        }

        if (_browser.Family is not null)
        {
            return Known(system);
        }

        if (_webKit && system is SystemFamily.IOS or SystemFamily.IPadOS)
        {
            return (BrowserFamily.IOSWebView, 0);
        }

        return Named(_other);
    }

    private readonly (string Family, int Version) Known(string system)
    {
        int version = _browser.VersionApart && _versionToken > 0 ? _versionToken : _browserVersion;
        bool android = system == SystemFamily.Android;
        return _browser.Family switch
        {
            // Before it said «wv», a web view was Chrome with a version of Android's own browser.
            BrowserFamily.Chrome when android && (_webView || _versionToken > 0) => (BrowserFamily.AndroidWebView, version),
            BrowserFamily.Safari when android => (BrowserFamily.AndroidBrowser, _versionToken),
            BrowserFamily.Safari => (BrowserFamily.Safari, _versionToken), // its own number is WebKit's build
            _ => (_browser.Family!, version),
        };
    }

    private static (string Family, int Version) Named(ProductToken product) =>
        product.Name.IsEmpty ? (BrowserFamily.Unknown, 0) : (product.Name.ToString(), product.Version);

    // «compatible; Name/1.0» names a robot, and so does a name that says so. Without a slash the latter is only believed
    // after «compatible»: there are phones of the make CUBOT.
    private static bool IsBot(ReadOnlySpan<char> piece, ProductToken product, bool afterCompatible)
    {
        if (product.Name.IsEmpty || product.Name is "MSIE" || BrowserFamily.IsFiller(product.Name))
        {
            return false;
        }

        return afterCompatible ? product.HasSlash || SaysRobot(piece) : product.HasSlash && SaysRobot(product.Name);
    }

    private static bool SaysRobot(ReadOnlySpan<char> text) =>
        text.Contains("bot", StringComparison.OrdinalIgnoreCase)
        || text.Contains("spider", StringComparison.OrdinalIgnoreCase)
        || text.Contains("crawl", StringComparison.OrdinalIgnoreCase)
        || text.Contains("slurp", StringComparison.OrdinalIgnoreCase);
}
