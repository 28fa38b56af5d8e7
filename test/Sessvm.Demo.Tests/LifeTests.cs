using System.Text.RegularExpressions;

namespace Sessvm.Demo.Tests;

/// <summary>The main job, as a person sees it: the whole life of a session, in a browser.</summary>
public sealed partial class LifeTests(ChromiumFixture chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_token_runs_out_and_is_exchanged_tabs_refresh_at_once_and_a_revoked_browser_is_told()
    {
        var demo = await StartQuickDemoAsync();
        await using var chrome = await BrowserAsync(Chrome);
        await using var firefox = await BrowserAsync(Firefox);

        // Sign in.
        var first = await Tab.OpenAsync(chrome, demo.Address);
        await first.SignInAsync("alice");
        await first.SeesAsync("in");
        await first.ReadsAsync("who", "alice");
        await first.SocketIsAsync("open");
        await first.ReadsAsync("events-state", "live");
        await first.ReadsAsync("chain", "current");
        int start = await first.GenerationAsync();
        await first.ShootAsync("1-signed-in");

        // The token expires, and is exchanged by itself; the socket stays.
        await first.ReadsAsync("status", $"The token ran out and was exchanged: generation {start} gave way to generation {start + 1}.");
        await first.ReadsAsync("events", "exchanged");
        await first.SocketIsAsync("open");

        // A second tab has the same session, and both refresh at once.
        var second = await Tab.OpenAsync(chrome, demo.Address);
        await second.SeesAsync("in");
        await RaceAsync(first, second);
        await first.ShootAsync("2-raced");

        // A second browser: the first hears of it, and sees both.
        var other = await Tab.OpenAsync(firefox, demo.Address);
        await other.SignInAsync("alice");
        await other.SeesAsync("in");
        await other.SocketIsAsync("open");
        await other.HasDevicesAsync(2);
        await first["auto"].CheckAsync();
        await first.HasDevicesAsync(2);
        await first.ShootAsync("3-two-devices");

        // It is revoked from the first: its page says so, its socket drops, and the first goes on.
        await first.Page.GetByTestId("revoke").ClickAsync();
        await other.SeesAsync("ended");
        await other.SocketIsAsync("ended");
        await other.ReadsAsync("socket-state", "4401");
        await other.ReadsAsync("status", "This session was ended, here or from another device.");
        await other.ReadsAsync("events", "ended from another of your sessions");
        await first.HasDevicesAsync(1);
        await first.ReadsAsync("events", "ended from another of your sessions");
        await other.ShootAsync("4-revoked");
        await first["profile"].ClickAsync();
        await first.ReadsAsync("answer", "200");
        await second.SeesAsync("in");

        // The revoked browser may sign in anew.
        await other["user"].FillAsync("alice");
        await other["password"].FillAsync("sessvm");
        await other["sign-in"].ClickAsync();
        await other.SeesAsync("in");

        NothingComplained(first, second, other);
        demo.Log.ShouldNotContain("Replay");
    }

    [Fact]
    public async Task Signing_out_ends_every_tab_of_the_browser()
    {
        var demo = await StartDemoAsync();
        await using var browser = await BrowserAsync(Chrome);
        var first = await Tab.OpenAsync(browser, demo.Address);
        await first.SignInAsync("carol");
        await first.SocketIsAsync("open");
        var second = await Tab.OpenAsync(browser, demo.Address);
        await second.SocketIsAsync("open");

        await first["sign-out"].ClickAsync();

        await first.SeesAsync("out");
        await second.SeesAsync("ended");
        await second.SocketIsAsync("ended");
        NothingComplained(first, second);
    }

    [Fact]
    public async Task Signing_out_everywhere_else_ends_the_other_browsers_and_keeps_this_one()
    {
        var demo = await StartDemoAsync();
        await using var chrome = await BrowserAsync(Chrome);
        await using var firefox = await BrowserAsync(Firefox);
        var here = await Tab.OpenAsync(chrome, demo.Address);
        await here.SignInAsync("bob");
        await here.SocketIsAsync("open");
        var there = await Tab.OpenAsync(firefox, demo.Address);
        await there.SignInAsync("bob");
        await there.SocketIsAsync("open");
        await here.HasDevicesAsync(2);

        await here["revoke-others"].ClickAsync();

        await there.SeesAsync("ended");
        await here.HasDevicesAsync(1);
        await here.SocketIsAsync("open");
        await here.SeesAsync("in");
        NothingComplained(here, there);
    }

    [Fact]
    public async Task A_session_is_still_there_after_a_reload_and_after_the_token_has_run_out()
    {
        var demo = await StartQuickDemoAsync();
        await using var browser = await BrowserAsync(Chrome);
        var tab = await Tab.OpenAsync(browser, demo.Address);
        await tab.SignInAsync("bob");
        await tab.SocketIsAsync("open");
        await tab["auto"].UncheckAsync();
        await tab.DialIsAsync("spent");

        await tab.Page.ReloadAsync();

        await tab.SeesAsync("in");
        await tab.ReadsAsync("status", "Welcome back, bob");
        (await tab.GenerationAsync()).ShouldBe(2);
        NothingComplained(tab);
    }

    private static async Task RaceAsync(Tab first, Tab second)
    {
        // Both let the token run out, so that all forty present a spent one.
        await first["auto"].UncheckAsync();
        await second["auto"].UncheckAsync();
        await first.DialIsAsync("spent");
        await second.DialIsAsync("spent");
        await first["race"].ClickAsync();
        await first.ReadsAsync("race-result", OneSuccessor());
        await second.ReadsAsync("race-result", OneSuccessor());
        await first.SeesAsync("in");
        await second.SeesAsync("in");
        (await first.GenerationAsync()).ShouldBe(await second.GenerationAsync());
    }

    [GeneratedRegex("^20 asked at once, 20 were answered: generation [0-9]+ gave way to [0-9]+: one exchange, one successor for all\\.$")]
    private static partial Regex OneSuccessor();
}
