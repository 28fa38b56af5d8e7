using Microsoft.Playwright;

namespace Sessvm.Demo.Tests;

/// <summary>A test in a browser. What it opens must not have complained by the end.</summary>
public abstract class BrowserTest(ChromiumFixture chromium) : DemoTest, IClassFixture<ChromiumFixture>
{
    internal const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    internal const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
    internal const string Phone = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

    // Quick lives, so that a token's expiry can be watched.
    private static readonly string[] Quick = ["--Sessvm:AccessLifetime", "00:00:10", "--Sessvm:Overlap", "00:00:02"];

    internal Task<DemoProcess> StartQuickDemoAsync() => StartDemoAsync(Quick);

    /// <summary>A browser with a cookie jar of its own.</summary>
    internal async Task<IBrowserContext> BrowserAsync(string agent, bool phone = false, bool dark = false) =>
        await chromium.Browser.NewContextAsync(new()
        {
            UserAgent = agent,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
            DeviceScaleFactor = phone ? 2 : 1,
            IsMobile = phone,
            HasTouch = phone,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });

    internal static void NothingComplained(params Tab[] tabs) => tabs.SelectMany(tab => tab.Complaints).ShouldBeEmpty();
}
