using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests;

/// <summary>With the framework's own middleware, as its users expect.</summary>
public sealed class InterplayTests
{
    [Fact]
    public async Task Credentialed_cors_works_from_an_allowed_origin()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddCors();
            },
            web =>
            {
                web.UseCors(SessvmDefaults.CorsPolicy);
                web.UseAuthentication();
                web.UseAuthorization();
                web.MapSessvm();
                TestEndpoints.Map(web);
            },
            "AllowedOrigins:0=https://app.example");
        var browser = app.Browser();
        const string Origin = "Origin: https://app.example", Site = "Sec-Fetch-Site: same-site";
        var preflight = await browser.SendAsync(HttpMethod.Options, "/auth/refresh", null, Origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-csrf-token");
        preflight.ShouldBe(204);
        preflight.One("Access-Control-Allow-Credentials").ShouldBe("true");
        (await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), Origin, Site)).ShouldBe(200);
        var refresh = await browser.PostAsync("/auth/refresh", null, Origin, Site);
        refresh.ShouldBe(200);
        refresh.One("Access-Control-Allow-Origin").ShouldBe("https://app.example");
        var refused = await browser.SendAsync(HttpMethod.Post, "/me", null, Origin, Site);
        refused.ShouldBe(403, "missing-csrf-header");
        refused.One("Access-Control-Allow-Origin").ShouldBe("https://app.example"); // so that the page can read why
        (await browser.GetAsync("/me", "Origin: https://evil.example")).All("Access-Control-Allow-Origin").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_exchanged_is_not_cached_for_the_next_visitor()
    {
        int rendered = 0;
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddOutputCache();
            },
            web =>
            {
                web.UseAuthentication();
                web.UseAuthorization();
                web.UseOutputCache();
                web.MapSessvm();
                TestEndpoints.Map(web);
                web.MapGet("/page", (HttpContext context) => $"{context.User.GetSession()?.Subject ?? "nobody"} {Interlocked.Increment(ref rendered)}").CacheOutput();
            });
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var page = await browser.NavigateAsync("/page");
        page.Body.ShouldStartWith("alice");
        page.One("Cache-Control").ShouldBe("no-store");
        var visitor = await app.Browser().NavigateAsync("/page");
        visitor.Body.ShouldStartWith("nobody");
        visitor.All("Set-Cookie").ShouldBeEmpty();
        (await app.Browser().NavigateAsync("/page")).Body.ShouldBe(visitor.Body); // strangers share the cached one
        (await browser.NavigateAsync("/page")).Body.ShouldStartWith("alice");
    }

    [Fact]
    public async Task Rate_limiting_by_policy_applies_to_the_endpoints()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddRateLimiter(options =>
                {
                    options.RejectionStatusCode = 429;
                    options.AddPolicy("few", _ => RateLimitPartition.GetFixedWindowLimiter("all", _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) }));
                });
            },
            web =>
            {
                web.UseRateLimiter();
                web.MapSessvm().RequireRateLimiting("few");
                TestEndpoints.Map(web);
            });
        (await app.Browser().GetAsync("/auth/session")).ShouldBe(401, "missing-bearer");
        ((int)(await app.Browser().GetAsync("/auth/session")).Status).ShouldBe(429);
        (await app.Browser().GetAsync("/open")).ShouldBe(200);
    }

    [Fact]
    public async Task Health_tells_of_the_store()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddHealthChecks().AddSessvm();
            },
            web =>
            {
                web.MapSessvm();
                web.MapHealthChecks("/health");
            });
        (await app.Browser().GetAsync("/health")).Body.ShouldBe("Healthy");
        app.Store.Down = true;
        ((int)(await app.Browser().GetAsync("/health")).Status).ShouldBe(503);
    }

    [Fact]
    public async Task A_fallback_policy_leaves_the_endpoints_reachable()
    {
        await using var app = await TestApp.CookieAsync(builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
                new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        });
        var browser = app.Browser();
        (await browser.GetAsync("/open")).ShouldBe(401, "missing-bearer");
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh")).ShouldBe(200);
    }

    [Fact]
    public async Task The_endpoints_are_described_for_openapi()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddOpenApi();
            },
            web =>
            {
                web.MapSessvm();
                web.MapOpenApi();
            });
        var document = await app.Browser().GetAsync("/openapi/v1.json");
        document.ShouldBe(200);
        var paths = document.Json.GetProperty("paths");
        paths.EnumerateObject().Select(one => one.Name).Order().ShouldBe(
            ["/auth/logout", "/auth/refresh", "/auth/rotate", "/auth/session", "/auth/sessions", "/auth/sessions/revoke-others", "/auth/sessions/{handle}", "/auth/ticket", "/auth/verify"]);
        var refresh = paths.GetProperty("/auth/refresh").GetProperty("post");
        refresh.GetProperty("responses").EnumerateObject().Select(one => one.Name).ShouldContain("401");
        refresh.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _).ShouldBeTrue();
        document.Body.ShouldContain("refreshed");
    }
}
