using Microsoft.Playwright;

namespace Sessvm.Demo.Tests;

/// <summary>The page itself: words for what goes wrong, the keyboard, small and dark screens.</summary>
public sealed class PageTests(ChromiumFixture chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_wrong_password_is_told_and_the_right_one_lets_in()
    {
        var demo = await StartDemoAsync("--Store", "memory");
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);

        await tab.SignInAsync("alice", "wrong");

        await tab.ReadsAsync("status", "That user and password do not belong together.");
        await tab.SeesAsync("out");
        await tab.ShootAsync("5-wrong-password");
        await tab.SignInAsync("alice");
        await tab.SeesAsync("in");
        NothingComplained(tab);
    }

    [Fact]
    public async Task The_admin_door_opens_for_alice_and_not_for_bob()
    {
        var demo = await StartDemoAsync("--Store", "memory");
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SignInAsync("bob");
        await tab.SeesAsync("in");

        await tab["admin"].ClickAsync();

        await tab.ReadsAsync("answer", "403");
        await tab.ReadsAsync("status", "Signed in, but not allowed.");
        await tab.ShootAsync("6-admin-refused");
        await tab["profile-save"].ClickAsync();
        await tab.ReadsAsync("answer", "200");
        await tab["sign-out"].ClickAsync();
        await tab.SignInAsync("alice");
        await tab.SeesAsync("in");
        await tab["admin"].ClickAsync();
        await tab.ReadsAsync("answer", "200");
        NothingComplained(tab);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough_to_sign_in_to_exchange_and_to_sign_out()
    {
        var demo = await StartDemoAsync("--Store", "memory");
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SeesAsync("out");

        await TabToAsync(tab, "user");
        await tab.Page.Keyboard.TypeAsync("carol");
        await TabToAsync(tab, "password");
        await tab.Page.Keyboard.TypeAsync("sessvm");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.SeesAsync("in");
        await TabToAsync(tab, "exchange");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.ReadsAsync("status", "The token was still good");
        await tab.ShootAsync("7-keyboard-focus");
        await TabToAsync(tab, "sign-out");
        await tab.Page.Keyboard.PressAsync("Enter");

        await tab.SeesAsync("out");
        NothingComplained(tab);
    }

    [Theory]
    [InlineData(false, false, "desktop-light")]
    [InlineData(false, true, "desktop-dark")]
    [InlineData(true, false, "phone-light")]
    [InlineData(true, true, "phone-dark")]
    public async Task Every_screen_shows_the_page_without_scrolling_sideways(bool phone, bool dark, string name)
    {
        var demo = await StartDemoAsync("--Store", "memory");
        await using var browser = await BrowserAsync(phone ? Phone : Chrome, phone, dark);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SeesAsync("out");
        await tab.ShootAsync($"{name}-out");
        await FitsAsync(tab);

        await tab.SignInAsync("alice");
        await tab.SocketIsAsync("open");
        await tab["say"].FillAsync("Hello there");
        await tab["say-send"].ClickAsync();
        await tab["race"].ClickAsync();
        await tab.ReadsAsync("race-result", "20 were answered");
        await tab["profile"].ClickAsync();
        await tab.ReadsAsync("answer", "200");
        await tab.HasDevicesAsync(1);
        await tab.ReadsAsync("chain", "current");
        await tab.ShootAsync($"{name}-in");
        await FitsAsync(tab);

        var second = await Tab.OpenAsync(browser, demo.Address);
        await second.SocketIsAsync("open");
        await second["sign-out"].ClickAsync();
        await tab.SeesAsync("ended");
        await tab.ReadsAsync("events", "The session ended: signed out.");
        await tab.ShootAsync($"{name}-ended");
        await FitsAsync(tab);
        NothingComplained(tab, second);
    }

    private static async Task FitsAsync(Tab tab) =>
        (await tab.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();

    private static async Task TabToAsync(Tab tab, string id)
    {
        for (int press = 0; press < 60; press++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            if (await tab.Page.EvaluateAsync<string>("() => document.activeElement.id") == id)
            {
                return;
            }
        }

        throw new PlaywrightException($"The Tab key never came to #{id}.");
    }
}
