using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests;

public sealed class CsrfTests
{
    [Theory]
    [InlineData("none", "", 403, "missing-csrf-header")]
    [InlineData("none", "Sec-Fetch-Site: same-origin", 403, "missing-csrf-header")]
    [InlineData("wrong", "", 403, "csrf-mismatch")]
    [InlineData("other", "", 403, "csrf-mismatch")]
    [InlineData("right", "", 200, null)]
    [InlineData("right", "Sec-Fetch-Site: same-origin", 200, null)]
    [InlineData("right", "Sec-Fetch-Site: none", 200, null)]
    [InlineData("right", "Sec-Fetch-Site: cross-site", 403, "cross-site")]
    [InlineData("right", "Sec-Fetch-Site: same-site", 403, "cross-site")]
    [InlineData("right", "Origin: https://evil.example", 403, "cross-site")]
    [InlineData("right", "Origin: null", 403, "cross-site")]
    [InlineData("right", "Origin: https://friend.example", 200, null)]
    [InlineData("none", "Origin: https://friend.example", 403, "missing-csrf-header")]
    public async Task An_unsafe_request_with_a_cookie_needs_the_token_and_the_right_origin(string token, string header, int status, string? reason)
    {
        await using var app = await TestApp.CookieAsync(null, null, "AllowedOrigins:0=https://friend.example");
        var browser = app.Browser();
        var stranger = app.Browser();
        await browser.LoginAsync();
        await stranger.LoginAsync("bob");
        string? value = token switch { "right" => browser.Jar["csrf"], "other" => stranger.Jar["csrf"], "wrong" => "junk", _ => null };
        string[] headers = [.. new[] { value is null ? "" : $"X-CSRF-Token: {value}", header }.Where(one => one.Length > 0)];
        foreach (string path in new[] { "/me", "/open", "/auth/refresh", "/auth/ticket", "/auth/sessions/revoke-others", "/auth/logout" })
        {
            var answer = await browser.SendAsync(HttpMethod.Post, path, null, headers);
            if (reason is not null)
            {
                answer.ShouldBe(status, reason);
            }
            else
            {
                ((int)answer.Status).ShouldBeInRange(200, 204);
            }
        }
    }

    [Fact]
    public async Task Without_the_csrf_cookie_the_request_is_refused()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        browser.Jar.Remove("csrf", out string? csrf);
        (await browser.SendAsync(HttpMethod.Post, "/me", null, $"X-CSRF-Token: {csrf}")).ShouldBe(403, "missing-csrf-cookie");
    }

    [Fact]
    public async Task A_bearer_needs_no_token_and_an_exempt_endpoint_neither()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        (await browser.SendAsync(HttpMethod.Post, "/hook", null)).ShouldBe(200);
        (await app.Browser().SendAsync(HttpMethod.Post, "/me", null, $"Authorization: Bearer {login.GetProperty("atk")}", $"X-Session-Device: {browser.Jar["did"]}")).ShouldBe(200);
        (await app.Browser().SendAsync(HttpMethod.Post, "/open", null)).Body.ShouldBe("nobody");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_order_of_middleware_opens_a_hole(bool csrfFirst)
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            if (csrfFirst)
            {
                web.UseSessvm();
            }

            web.UseAuthentication();
            web.UseRouting();
            web.UseAuthorization();
            if (!csrfFirst)
            {
                web.UseSessvm();
            }

            web.MapSessvm();
            TestEndpoints.Map(web);
        });
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.SendAsync(HttpMethod.Post, "/me", null)).ShouldBe(403, "missing-csrf-header");
        var open = await browser.SendAsync(HttpMethod.Post, "/open", null);
        open.Body.ShouldNotContain("alice");
        (await browser.PostAsync("/me")).ShouldBe(200);
    }

    [Fact]
    public async Task A_branch_before_the_middleware_is_no_hole()
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.Map("/branch", branch => branch.Run(context => context.Response.WriteAsync(context.User.GetSession()?.Subject ?? "nobody")));
            web.MapSessvm();
            TestEndpoints.Map(web);
        });
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.SendAsync(HttpMethod.Post, "/branch", null)).Body.ShouldBe("nobody");
        (await browser.PostAsync("/branch", null, "Sec-Fetch-Site: cross-site")).Body.ShouldBe("nobody");
        (await browser.PostAsync("/branch")).Body.ShouldBe("alice");
        (await browser.GetAsync("/branch")).Body.ShouldBe("alice");
    }

    [Theory]
    [InlineData("/me")]
    [InlineData("/auth/sessions/revoke-others")]
    public async Task A_method_that_is_overridden_after_the_routing_opens_no_hole(string path)
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = "_method" });
            web.MapSessvm();
            TestEndpoints.Map(web);
        });
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.PostFormAsync(path, [new("_method", "GET")])).ShouldBe(403, "missing-csrf-header");
        (await browser.PostFormAsync(path, [new("_method", "GET"), new("__csrf", browser.Jar["csrf"])])).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_the_middleware_nothing_unsafe_goes_on()
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.UseAuthentication();
            web.UseAuthorization();
            TestEndpoints.Map(web);
        });
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.GetAsync("/me")).ShouldBe(200);
        ((int)(await browser.PostAsync("/me")).Status).ShouldBe(500);
        app.Log.Lines.ShouldContain(line => line.Contains("UseSessvm()"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site", "application/json", 403)]
    [InlineData("Origin: https://evil.example", "application/json", 403)]
    [InlineData("Sec-Fetch-Site: same-origin", "text/plain", 415)]
    [InlineData("Sec-Fetch-Site: same-origin", "application/json", 200)]
    public async Task Sign_in_takes_json_or_a_form_from_an_allowed_origin_only(string header, string type, int status)
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var answer = await browser.SendAsync(HttpMethod.Post, "/login", new StringContent("""{"user":"alice"}""", null, type), header);
        ((int)answer.Status).ShouldBe(status);
        browser.Jar.Count.ShouldBe(status == 200 ? 3 : 0);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site", 403)]
    [InlineData("Origin: https://evil.example", 403)]
    [InlineData("Sec-Fetch-Site: same-origin", 200)]
    public async Task Nobody_is_signed_out_from_elsewhere_while_the_token_has_expired(string header, int status)
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.MapPost("/out", (HttpContext context) => context.SignOutAsync());
        });
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(20));
        ((int)(await browser.SendAsync(HttpMethod.Post, "/out", null, header)).Status).ShouldBe(status);
        (await app.Sessions.ListAsync("alice")).Count.ShouldBe(status == 200 ? 0 : 1);
        browser.Jar.ContainsKey("atk").ShouldBe(status != 200);
    }

    [Fact]
    public async Task A_valid_antiforgery_token_counts_where_the_endpoint_requires_one()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddAntiforgery();
                builder.Services.AddDataProtection();
            },
            web =>
            {
                web.UseAuthentication();
                web.UseAuthorization();
                web.UseAntiforgery();
                web.MapSessvm();
                TestEndpoints.Map(web);
                web.MapGet("/form", (HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery forgery) => forgery.GetAndStoreTokens(context).RequestToken).RequireAuthorization();
                web.MapPost("/form", ([Microsoft.AspNetCore.Mvc.FromForm] string name) => name).RequireAuthorization();
            });
        var browser = app.Browser();
        await browser.LoginAsync();
        var form = await browser.GetAsync("/form");
        form.ShouldBe(200);
        (await browser.PostFormAsync("/form", [new("name", "x"), new("__RequestVerificationToken", form.Body)])).Body.ShouldBe("x");
        (await browser.PostFormAsync("/form", [new("name", "x")])).ShouldBe(403, "missing-csrf-header");
        (await browser.PostFormAsync("/me", [new("__RequestVerificationToken", form.Body)])).ShouldBe(403, "missing-csrf-header");
    }
}
