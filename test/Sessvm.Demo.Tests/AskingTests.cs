using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sessvm.Demo.Tests;

/// <summary>Who is asking: a thief with the cookie is refused, an updated browser is not bothered, and the page shows both.</summary>
public sealed class AskingTests(ChromiumFixture chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task The_cookie_used_from_curl_is_refused_at_its_first_request_an_updated_browser_is_not_bothered_and_the_page_shows_both()
    {
        var demo = await StartQuickDemoAsync();
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SignInAsync("alice");
        await tab.SocketIsAsync("open");
        await tab.ReadsAsync("events-state", "live");
        await tab.ReadsAsync("traits", "Chrome 130 on Windows");
        int generation = await tab.GenerationAsync();

        // Somebody copies the cookies into curl, headers and all else being curl's own.
        var (status, body) = await Curl.GetAsync(new Uri(demo.Address, "/api/profile"), await CookiesAsync(browser, demo.Address));

        status.ShouldBe(401, body);
        body.ShouldContain("binding-mismatch");
        body.ShouldNotContain("browser"); // why is told to the owner's events, and not to the client
        await tab.ReadsAsync("asked", "refused");
        await tab.ReadsAsync("asked", "browser, version and system are not what the server remembers");
        await tab.ReadsAsync("events", "binding-mismatch");

        // The browser updates itself, as it does every four weeks.
        await UpdateAsync(browser, tab, Chrome.Replace("Chrome/130", "Chrome/131", StringComparison.Ordinal));
        await tab["profile"].ClickAsync();
        await tab.ReadsAsync("answer", "200");
        await tab.ReadsAsync("asked", "Chrome 130 on Windows is Chrome 131 on Windows now.");
        await tab.ReadsAsync("traits", "Chrome 131 on Windows");
        (await tab.GenerationAsync()).ShouldBeGreaterThan(generation);

        await Expect(tab["step-up"]).ToBeHiddenAsync();
        await tab.SeesAsync("in");
        await tab.SocketIsAsync("open");
        await Expect(tab["asked"].Locator("[data-kind=refused]")).ToHaveCountAsync(1);
        await tab.ShootAsync("8-who-is-asking");
        NothingComplained(tab);
    }

    private static async Task<string> CookiesAsync(IBrowserContext browser, Uri address) =>
        string.Join("; ", (await browser.CookiesAsync([address.AbsoluteUri])).Select(one => $"{one.Name}={one.Value}"));

    // By the protocol of its own developer tools, so that all else of the browser stays as it is.
    private static async Task UpdateAsync(IBrowserContext browser, Tab tab, string agent)
    {
        var tools = await browser.NewCDPSessionAsync(tab.Page);
        await tools.SendAsync("Emulation.setUserAgentOverride", new() { ["userAgent"] = agent });
    }
}
