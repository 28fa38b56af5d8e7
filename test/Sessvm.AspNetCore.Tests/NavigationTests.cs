using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests;

public sealed class NavigationTests
{
    [Fact]
    public async Task An_expired_token_is_exchanged_on_the_way_in_of_a_navigation()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        string first = browser.Jar["atk"];
        app.Time.Advance(TimeSpan.FromMinutes(16));

        (await browser.Copy().GetAsync("/me")).ShouldBe(401, "access-expired"); // a script refreshes for itself
        (await browser.Copy().GetAsync("/me", "Accept: text/html", "Sec-Fetch-Mode: cors")).ShouldBe(401, "access-expired");
        var page = await browser.NavigateAsync("/me");
        page.ShouldBe(200);
        page.One("Cache-Control").ShouldBe("no-store");
        browser.Jar["atk"].ShouldNotBe(first);
        (await browser.GetAsync("/me")).ShouldBe(200);
    }

    [Fact]
    public async Task An_old_browser_navigates_too()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.GetAsync("/me", "Accept: text/html,application/xhtml+xml")).ShouldBe(200);
    }

    [Fact]
    public async Task An_expired_form_post_goes_through_where_its_field_is_right()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        string[] form = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: same-origin", $"Origin: {browser.Address.GetLeftPart(UriPartial.Authority)}"];

        (await browser.Copy().PostFormAsync("/me", [new("a", "b")], form)).ShouldBe(401, "access-expired");
        (await browser.Copy().PostFormAsync("/me", [new("__csrf", "wrong")], form)).ShouldBe(401, "access-expired");
        (await browser.Copy().PostFormAsync("/me", [new("__csrf", browser.Jar["csrf"])], "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"))
            .ShouldBe(401, "access-expired");
        (await browser.PostFormAsync("/me", [new("__csrf", browser.Jar["csrf"])], form)).ShouldBe(200);
    }

    [Fact]
    public async Task Only_navigations_are_redirected_to_the_login()
    {
        await using var app = await TestApp.CookieAsync(null, null, "LoginPath=/login", "AccessDeniedPath=/denied");
        var browser = app.Browser();
        var page = await browser.NavigateAsync("/me?x=1");
        ((int)page.Status).ShouldBe(302);
        page.One("Location").ShouldBe("/login?ReturnUrl=%2Fme%3Fx%3D1");
        (await browser.GetAsync("/me")).ShouldBe(401, "missing-bearer");

        await browser.LoginAsync();
        ((int)(await browser.NavigateAsync("/admin")).Status).ShouldBe(302);
        (await browser.GetAsync("/admin")).ShouldBe(403, "insufficient-scope");
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        var answer = await browser.GetAsync("/admin");
        answer.ShouldBe(403, "insufficient-scope");
        answer.One("WWW-Authenticate").ShouldBe("Bearer error=\"insufficient_scope\", scope=\"admin\"");
        await browser.LoginAsync("alice", ",\"scopes\":[\"admin\"]");
        (await browser.GetAsync("/admin")).ShouldBe(200);
    }

    [Theory]
    [InlineData("/profile?tab=1", "/profile?tab=1")]
    [InlineData("https://evil.example", null)]
    [InlineData("//evil.example", null)]
    [InlineData("/%5Cevil.example", null)]
    [InlineData("/%09/evil.example", null)]
    [InlineData("/%0A/evil.example", null)]
    [InlineData("/k%C3%A4se", null)] // no header can carry it
    public async Task After_the_login_only_a_plain_path_of_this_site_is_returned_to(string returnUrl, string? location)
    {
        await using var app = await TestApp.CookieAsync(null, null, "LoginPath=/login");
        var answer = await app.Browser().SendAsync(
            HttpMethod.Post, $"/login?ReturnUrl={returnUrl}", Browser.Json("""{"user":"alice"}"""), "Sec-Fetch-Mode: navigate");
        ((int)answer.Status).ShouldBeOneOf(200, 302);
        answer.One("Location").ShouldBe(location);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_tls_the_cookies_are_host_bound_and_secure()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All);
            },
            web =>
            {
                web.UseForwardedHeaders();
                web.UseAuthentication();
                web.UseAuthorization();
                web.MapSessvm();
                TestEndpoints.Map(web);
            });
        string[] proxy = ["X-Forwarded-Proto: https", "X-Forwarded-Host: app.example.com", "X-Forwarded-For: 203.0.113.7"];
        var browser = app.Browser();
        (await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), proxy)).ShouldBe(200);
        browser.Jar.Keys.Order().ShouldBe(["__Host-atk", "__Host-csrf", "__Host-did"]);
        browser.SetCookies.ShouldAllBe(one => one.Contains("secure") && one.Contains("path=/") && !one.Contains("domain"));
        (await browser.GetAsync("/me", proxy)).ShouldBe(200);
        (await browser.GetAsync("/auth/sessions", proxy)).Body.ShouldContain("203.0.113.0/24");

        // The bare names are not read over HTTPS: a neighbour's host could set them.
        var tossed = app.Browser();
        foreach (var (name, value) in browser.Jar)
        {
            tossed.Jar[name.Replace("__Host-", "")] = value;
        }

        (await tossed.GetAsync("/me", proxy)).ShouldBe(401, "missing-bearer");
        (await browser.GetAsync("/me")).ShouldBe(401, "missing-bearer");
    }

    [Fact]
    public async Task A_pipeline_that_authenticates_before_it_knows_of_tls_is_logged_as_an_error()
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All });
            web.MapSessvm(); // and no UseAuthentication: the framework puts it first of all
            TestEndpoints.Map(web);
        });
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Log.Lines.ShouldNotContain(line => line.Contains("UseForwardedHeaders"));
        await browser.SendAsync(
            HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), "X-Forwarded-Proto: https", "X-Forwarded-Host: app.example.com");
        app.Log.Lines.ShouldContain(line => line.StartsWith("Error") && line.Contains("after app.UseForwardedHeaders()"));
    }

    [Fact]
    public async Task Over_plain_http_elsewhere_no_cookie_is_set_and_an_error_is_logged()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        (await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), "Host: app.example.com")).ShouldBe(200);
        browser.SetCookies.ShouldBeEmpty();
        app.Log.Lines.ShouldContain(line => line.StartsWith("Error") && line.Contains("plain HTTP") && line.Contains("app.example.com"));

        await using var insecure = await TestApp.CookieAsync(null, null, "Insecure=true");
        browser = insecure.Browser();
        (await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), "Host: app.example.com")).ShouldBe(200);
        browser.SetCookies.Count.ShouldBe(3);
    }
}
