using static Microsoft.Playwright.Assertions;

namespace Sessvm.Demo.Tests.Transports;

/// <summary>The page shows each transport live, and all of them drop when the session is ended from another browser.</summary>
public sealed class PageTransportsTests(ChromiumFixture chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData("Cookie")]
    [InlineData("Bearer")]
    public async Task Socket_hub_and_subscription_are_live_and_drop_together(string mode)
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", mode);
        await using var chrome = await BrowserAsync(Chrome);
        await using var firefox = await BrowserAsync(Firefox);
        var page = await Tab.OpenAsync(chrome, demo.Address);
        await page.SignInAsync("alice");
        await page.SocketIsAsync("open");
        await page.ReadsAsync("hub-state", "open: alice called a method");
        await page.ReadsAsync("graphql-state", "open: tick 2");
        await page.ShootAsync($"transports-{mode.ToLowerInvariant()}");

        var other = await Tab.OpenAsync(firefox, demo.Address);
        await other.SignInAsync("alice");
        await other.HasDevicesAsync(2);
        await other["revoke-others"].ClickAsync();

        await page.SeesAsync("ended");
        foreach (string id in new[] { "socket-state", "hub-state", "graphql-state" })
        {
            await Expect(page[id]).ToHaveAttributeAsync("data-state", "ended");
        }

        await page.ShootAsync($"transports-{mode.ToLowerInvariant()}-ended");
        await other.ReadsAsync("hub-state", "open");
        await other.ReadsAsync("graphql-state", "open: tick");
        BrowserTest.NothingComplained(page, other);
    }
}
