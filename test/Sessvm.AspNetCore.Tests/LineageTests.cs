using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sessvm.Stores;

namespace Sessvm.AspNetCore.Tests;

public sealed class LineageTests
{
    [Fact]
    public async Task A_hundred_racers_on_one_expired_token_get_one_successor()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var tabs = Enumerable.Range(0, 100).Select(_ => browser.Copy()).ToArray();
        var answers = await Task.WhenAll(tabs.Select(tab => tab.PostAsync("/auth/refresh")));

        answers.ShouldAllBe(one => (int)one.Status == 200);
        tabs.Select(tab => tab.Jar["atk"]).Distinct().Count().ShouldBe(1);
        tabs[0].Jar["atk"].ShouldNotBe(browser.Jar["atk"]);
    }

    [Fact]
    public async Task A_lost_answer_is_given_again_after_the_overlap_until_it_is_used_and_then_the_old_token_ends_the_family()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var lost = browser.Copy();
        (await lost.PostAsync("/auth/refresh")).ShouldBe(200);

        app.Time.Advance(TimeSpan.FromMinutes(10)); // far past the overlap: the answer never arrived (R3)
        var old = browser.Copy();
        (await browser.PostAsync("/auth/refresh")).ShouldBe(200);
        (await browser.GetAsync("/me")).ShouldBe(200); // seen: the door closes
        await app.Sessions.FlushAsync();
        app.Time.Advance(TimeSpan.FromMinutes(1));

        (await old.PostAsync("/auth/refresh")).ShouldBe(401, "replay-detected");
        (await browser.GetAsync("/me")).ShouldBe(401, "session-not-active"); // R4, at once
        app.Events.OfType<Sessvm.Events.ReplayDetected>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_ended_session_is_refused_at_once()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.GetAsync("/me")).ShouldBe(200);
        await app.Sessions.EndAsync(Stores.EndTarget.OfSubject("alice"), Stores.EndReason.Administrative);
        (await browser.GetAsync("/me")).ShouldBe(401, "session-not-active");
        (await browser.PostAsync("/auth/refresh")).ShouldBe(401, "session-not-active");
    }

    [Fact]
    public async Task A_token_copied_to_another_kind_of_machine_is_noticed_at_its_first_request()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        var thief = browser.Copy(Browser.Firefox);
        (await thief.GetAsync("/me")).ShouldBe(401, "binding-mismatch");
        (await browser.GetAsync("/me")).ShouldBe(200);
    }

    [Fact]
    public async Task Signing_in_again_renews_the_session_and_refuses_every_older_token()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var first = await browser.LoginAsync();
        var old = browser.Copy();
        var second = await browser.LoginAsync("alice", ",\"scopes\":[\"admin\"]");
        second.GetProperty("sid").GetString().ShouldBe(first.GetProperty("sid").GetString());
        (await old.GetAsync("/me")).ShouldBe(401, "superseded");
        (await browser.GetAsync("/admin")).ShouldBe(200);
    }

    [Fact]
    public async Task Signing_in_again_from_the_token_alone_leaves_the_claims_of_the_row()
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.MapPost("/in", (HttpContext http) => http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, "alice"), new("department", "accounts")], "password")))).AsSignIn();
            web.MapPost("/again", (HttpContext http) => http.SignInAsync(http.User)).AsSignIn();
        });
        var browser = app.Browser();
        (await browser.PostAsync("/in", null)).ShouldBe(200);
        (await browser.PostAsync("/again", null)).ShouldBe(200);
        SessionRow row = (await app.Sessions.ListAsync("alice")).Single();
        row.Access.Generation.ShouldBe(2u);
        row.Claims.ShouldHaveSingleItem().Value.ShouldBe("accounts");
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_here_ends_the_session_before()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        var old = browser.Copy();
        string device = browser.Jar["did"];
        await browser.LoginAsync("bob");
        browser.Jar["did"].ShouldBe(device);
        (await old.GetAsync("/me")).ShouldBe(401, "session-not-active");
        (await browser.GetAsync("/me")).Text("sub").ShouldBe("bob");
    }
}
