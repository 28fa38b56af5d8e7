using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sessvm.Demo.Tests;

/// <summary>Fresh credentials, as a person is asked for them on the page.</summary>
public sealed class StepUpTests(ChromiumFixture chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task What_wants_fresh_credentials_asks_for_the_password_and_then_goes_on()
    {
        var demo = await StartDemoAsync("--Sessvm:AccessLifetime", "00:00:10", "--Sessvm:Overlap", "00:00:02", "--FreshFor", "00:00:09");
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SignInAsync("bob");
        await tab.SocketIsAsync("open");
        await tab["auto"].UncheckAsync();
        await tab.DialIsAsync("spent"); // ten seconds: the credentials are older than nine

        await tab["email"].ClickAsync();
        await tab.ReadsAsync("step-up-why", "within the last 9 s");
        await tab.ReadsAsync("step-up-who", "bob");
        await tab.ShootAsync("9-step-up");
        await ConfirmAsync(tab, "wrong");
        await tab.ReadsAsync("step-up-said", "That is not the password.");
        await Expect(tab["step-up"]).ToBeVisibleAsync();
        await ConfirmAsync(tab, "sessvm");

        await Expect(tab["step-up"]).ToBeHiddenAsync();
        await tab.ReadsAsync("answer", "bob@example.com");
        await tab.SeesAsync("in");
        await tab.SocketIsAsync("open");
        NothingComplained(tab);
    }

    [Fact]
    public async Task Not_now_leaves_the_rest_of_the_session_as_it_is()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--FreshFor", "00:00:00.001");
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SignInAsync("bob");
        await tab.SocketIsAsync("open");
        await tab["email"].ClickAsync();
        await Expect(tab["step-up"]).ToBeVisibleAsync();

        await tab.Page.Keyboard.PressAsync("Escape");

        await Expect(tab["step-up"]).ToBeHiddenAsync();
        await tab.ReadsAsync("answer", "step-up-required");
        await tab["profile"].ClickAsync();
        await tab.ReadsAsync("answer", "200");
        NothingComplained(tab);
    }

    [Fact]
    public async Task A_session_that_is_held_asks_for_the_password_and_then_goes_on_without_the_thief()
    {
        var demo = await StartQuickDemoAsync();
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SignInAsync("alice");
        await tab.SocketIsAsync("open");
        await tab.ReadsAsync("events-state", "live");
        string sid = (await tab["l-sid"].GetAttributeAsync("title"))!;
        await tab["auto"].UncheckAsync();
        await tab.DialIsAsync("spent");
        string stolen = string.Join("; ", (await browser.CookiesAsync()).Select(one => $"{one.Name}={one.Value}"));

        // The browser has its successor and has not used it yet, when somebody else presents the predecessor (R4).
        (await RefreshAsync(browser, demo)).ShouldBe(200);
        using var thief = new Visitor(demo.Address, cookies: false);
        string csrf = stolen.Split("csrf=")[1].Split(';')[0];
        string[] theirs = [$"Cookie: {stolen}", $"X-CSRF-Token: {csrf}", $"User-Agent: {Firefox}"];
        (await thief.PostAsync("/auth/refresh", null, theirs))["rsn"].ShouldBe("step-up-required");
        await tab.ReadsAsync("asked", "must show that it is you");

        await tab["profile"].ClickAsync();
        await Expect(tab["step-up"]).ToBeVisibleAsync();
        await tab.ShootAsync("10-held");
        await tab.Page.ReloadAsync(); // it is asked again, and the page still knows whose session it is
        await tab.ReadsAsync("step-up-why", "Somebody else may hold a copy");
        await tab.ReadsAsync("chain", "held");
        await ConfirmAsync(tab, "sessvm");

        await Expect(tab["step-up"]).ToBeHiddenAsync();
        await tab["profile"].ClickAsync();
        await tab.ReadsAsync("answer", sid);
        await tab.SocketIsAsync("open");
        (await thief.GetAsync("/api/profile", theirs)).Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        NothingComplained(tab);
    }

    private static async Task ConfirmAsync(Tab tab, string password)
    {
        await tab["step-up-password"].FillAsync(password);
        await tab["step-up-confirm"].ClickAsync();
    }

    // Over the browser's own connection and jar, past the page, whose next request would show that the answer has arrived.
    private static async Task<int> RefreshAsync(IBrowserContext browser, DemoProcess demo)
    {
        string csrf = (await browser.CookiesAsync()).Single(one => one.Name == "csrf").Value;
        var answer = await browser.APIRequest.PostAsync(
            new Uri(demo.Address, "/auth/refresh").AbsoluteUri, new() { Headers = [new("X-CSRF-Token", csrf)] });
        return answer.Status;
    }
}
