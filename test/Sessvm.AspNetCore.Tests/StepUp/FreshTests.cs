using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Sessvm.AspNetCore.Tests;

/// <summary>Endpoints that ask for young credentials.</summary>
public sealed class FreshTests
{
    [Theory]
    [InlineData("/danger")]
    [InlineData("/danger/policy")]
    [InlineData("/danger/attribute")]
    [InlineData("/danger/both")]
    public async Task Fresh_credentials_pass_and_stale_ones_are_asked_for_with_their_age(string path)
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        (await browser.GetAsync(path)).ShouldBe(401, "missing-bearer");
        await browser.LoginAsync();
        (await browser.GetAsync(path)).ShouldBe(200);

        app.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        var stale = await browser.GetAsync(path);
        stale.ShouldBe(401, "step-up-required");
        stale.One("WWW-Authenticate").ShouldBe(StepUpApp.Stale);
        stale.One("Cache-Control").ShouldBe("no-store");
        (await browser.GetAsync("/me")).ShouldBe(200); // all the rest goes on
        (await browser.GetAsync("/danger/admin")).ShouldBe(401, "step-up-required");
    }

    [Fact]
    public async Task A_step_up_makes_fresh_and_an_exchange_does_not()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        string sid = (await browser.LoginAsync()).GetProperty("sid").GetString()!;
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh")).ShouldBe(200);
        (await browser.PostAsync("/danger")).ShouldBe(401, "step-up-required");
        var old = browser.Copy();

        (await browser.StepUpAsync("wrong")).ShouldBe(403, "bad-credentials");
        (await browser.PostAsync("/danger")).ShouldBe(401, "step-up-required");
        var done = await browser.StepUpAsync();

        done.ShouldBe(200);
        done.Text("sid").ShouldBe(sid);
        (await browser.PostAsync("/danger")).ShouldBe(200);
        (await old.GetAsync("/me")).ShouldBe(401, "superseded");
        (await browser.GetAsync("/auth/session")).Json.GetProperty("authenticated").GetDateTimeOffset().ShouldBe(app.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_sign_in_of_the_same_user_makes_fresh_too()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        string sid = (await browser.LoginAsync()).GetProperty("sid").GetString()!;
        app.Time.Advance(TimeSpan.FromMinutes(6));
        (await browser.GetAsync("/danger")).ShouldBe(401, "step-up-required");
        (await browser.LoginAsync()).GetProperty("sid").GetString().ShouldBe(sid);
        (await browser.GetAsync("/danger")).ShouldBe(200);
    }

    [Fact]
    public async Task Bearer_clients_are_asked_and_answered_in_the_same_way()
    {
        await using var app = await StepUpApp.BearerAsync();
        var browser = app.Browser();
        string token = (await browser.LoginAsync()).GetProperty("atk").GetString()!;
        app.Time.Advance(TimeSpan.FromMinutes(6));
        var stale = await browser.GetAsync("/danger", $"Authorization: Bearer {token}");
        stale.ShouldBe(401, "step-up-required");
        stale.One("WWW-Authenticate").ShouldBe(StepUpApp.Stale);

        var done = await browser.StepUpAsync("right", $"Authorization: Bearer {token}");

        done.ShouldBe(200);
        done.Text("atk").ShouldBe(browser.Jar["atk"]); // readable in bearer mode, for the page's script
        (await browser.GetAsync("/danger", $"Authorization: Bearer {done.Text("atk")}")).ShouldBe(200);
    }

    [Fact]
    public async Task In_cookie_mode_a_client_with_a_header_gets_no_cookie()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        string token = (await browser.LoginAsync()).GetProperty("atk").GetString()!;
        var native = app.Browser();

        var done = await native.StepUpAsync("right", $"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}");

        done.ShouldBe(200);
        native.SetCookies.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_store_is_asked_once_a_token()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        int before = app.Store.Reads;
        for (int i = 0; i < 5; i++)
        {
            (await browser.GetAsync("/danger")).ShouldBe(200);
        }

        app.Store.Reads.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_503()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Store.Down = true;
        var answer = await browser.GetAsync("/danger");
        answer.ShouldBe(503, "store-unavailable");
        answer.One("Retry-After").ShouldNotBeNull();
        answer.All("WWW-Authenticate").ShouldBeEmpty();
        app.Store.Down = false;
        (await browser.GetAsync("/danger")).ShouldBe(200);
        app.Store.Down = true;
        (await browser.GetAsync("/danger")).ShouldBe(200); // known by now
        app.Time.Advance(TimeSpan.FromMinutes(6));
        (await browser.GetAsync("/danger")).ShouldBe(401, "step-up-required"); // the token alone says so
    }

    [Fact]
    public async Task A_navigation_is_sent_to_the_login_and_comes_back()
    {
        await using var app = await StepUpApp.CookieAsync("LoginPath=/login");
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(6));
        var away = await browser.NavigateAsync("/danger?x=1");
        ((int)away.Status).ShouldBe(302);
        away.One("Location").ShouldBe("/login?ReturnUrl=%2Fdanger%3Fx%3D1");

        var back = await browser.SendAsync(HttpMethod.Post, away.One("Location")!, Browser.Json("""{"user":"alice"}"""), "Sec-Fetch-Mode: navigate");

        ((int)back.Status).ShouldBe(302);
        back.One("Location").ShouldBe("/danger?x=1");
        (await browser.NavigateAsync("/danger?x=1")).ShouldBe(200);
    }

    [Fact]
    public async Task Whoever_is_signed_in_by_another_scheme_is_forbidden()
    {
        var context = new AuthorizationHandlerContext(
            [new FreshRequirement(TimeSpan.FromMinutes(1))], new(new System.Security.Claims.ClaimsIdentity("other")), new object());
        await ((IAuthorizationHandler)context.Requirements.Single()).HandleAsync(context);
        context.HasSucceeded.ShouldBeFalse();
    }

    [Fact]
    public async Task An_age_out_of_bounds_is_refused_where_it_is_written()
    {
        Should.Throw<ArgumentOutOfRangeException>(static () => new FreshRequirement(TimeSpan.Zero));
        Should.Throw<ArgumentOutOfRangeException>(static () => new RequireFreshAttribute(0));
        Should.Throw<ArgumentOutOfRangeException>(static () => new AuthorizationPolicyBuilder().RequireFresh(TimeSpan.FromSeconds(-1)));

        var failure = await Should.ThrowAsync<Exception>(static async () =>
        {
            await using var app = await TestApp.CookieAsync(null, static web =>
            {
                web.MapSessvm();
                web.MapGet("/never", static () => "").RequireFresh(TimeSpan.FromDays(31));
            });
            (await app.Browser().GetAsync("/never")).ShouldBe(200); // where the endpoints are built as late as this
        });
        failure.ToString().ShouldContain("Sessvm:AbsoluteTimeout, which is 30.00:00:00");
    }
}
