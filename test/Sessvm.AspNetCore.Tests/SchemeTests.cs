using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessvm.AspNetCore.Testing;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore.Tests;

public sealed class SchemeTests
{
    [Fact]
    public async Task Two_schemes_share_nothing()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm().UseStore(new Stores.Memory.MemorySessionStore());
                builder.Services.AddSessvm("Partner", options =>
                {
                    options.Secret = TestApp.Secret; // even the secret may be the same
                    options.Prefix = "/partner";
                    options.Cookies.Access = "patk";
                    options.Cookies.Device = "pdid";
                    options.Cookies.Csrf = "pcsrf";
                }).UseStore(new Stores.Memory.MemorySessionStore());
            },
            web =>
            {
                web.MapSessvm();
                web.MapSessvm("Partner");
                TestEndpoints.Map(web);
                TestEndpoints.MapLogin(web, "/partner-login", "Partner");
                web.Map("/partner-me", (HttpContext context) => context.User.GetSession()!.Subject)
                    .RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partner").RequireAuthenticatedUser());
            });
        var browser = app.Browser();
        await browser.LoginAsync();
        var partner = await browser.LoginAsync("paula", path: "/partner-login");
        browser.Jar.Keys.Order().ShouldBe(["atk", "csrf", "did", "patk", "pcsrf", "pdid"]);

        (await browser.GetAsync("/me")).Text("sub").ShouldBe("alice");
        (await browser.GetAsync("/partner-me")).Body.ShouldBe("paula");
        var crossed = app.Browser();
        (await crossed.GetAsync("/me", $"Authorization: Bearer {partner.GetProperty("atk")}", $"X-Session-Device: {browser.Jar["pdid"]}")).ShouldBe(401, "invalid-access-token");
        (await browser.GetAsync("/auth/sessions")).Json.GetProperty("sessions").GetArrayLength().ShouldBe(1);

        // Each is checked against its own token where it is used.
        (await browser.SendAsync(HttpMethod.Post, "/partner-me", null, $"X-CSRF-Token: {browser.Jar["csrf"]}")).ShouldBe(403, "csrf-mismatch");
    }

    [Fact]
    public async Task Schemes_that_would_share_a_cookie_do_not_start()
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => TestApp.CookieAsync(builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddSessvm("Partner", options => options.Secret = TestApp.Secret);
        }));
        failure.Message.ShouldContain("both use the cookie 'atk'");
    }

    [Fact]
    public async Task A_claims_transformation_never_leaks_into_the_next_request()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddTransient<IClaimsTransformation, Spoiler>();
            },
            web =>
            {
                web.MapSessvm();
                TestEndpoints.Map(web);
                web.MapGet("/claims", (HttpContext context) => string.Join(';', context.User.Claims.Select(one => $"{one.Type}={one.Value}{string.Concat(one.Properties.Keys)}"))).RequireAuthorization();
            });
        var browser = app.Browser();
        await browser.LoginAsync();
        string first = (await browser.GetAsync("/claims")).Body;
        first.ShouldContain("spoiled=1");
        (await browser.GetAsync("/claims")).Body.ShouldBe(first);
        (await browser.GetAsync("/claims")).Body.Split("spoiled=").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_copied_identity_keeps_its_claims()
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.MapSessvm();
            TestEndpoints.Map(web);
            web.MapGet("/copy", (HttpContext context) =>
            {
                var copy = new ClaimsIdentity(context.User.Identity);
                return $"{context.User.Identity!.Name};{copy.Name};{copy.Claims.Count()};{context.User.Claims.Count()};{context.User.FindFirstValue(ClaimTypes.NameIdentifier)}";
            }).RequireAuthorization();
        });
        var browser = app.Browser();
        await browser.LoginAsync("alice", ",\"scopes\":[\"read\"]");
        (await browser.GetAsync("/copy")).Body.ShouldBe("Name of alice;Name of alice;4;4;alice");
    }

    [Fact]
    public async Task A_test_is_signed_in_without_a_login()
    {
        await using var app = await TestApp.CookieAsync();
        using var client = new HttpClient { BaseAddress = app.Address };
        client.SignedInAs(app.Web.Services, "alice", "admin");
        (await client.GetStringAsync("/admin")).ShouldBe("secret");
        using var other = await client.PostAsync("/me", null);
        ((int)other.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Sign_out_ends_the_session_and_clears_the_cookies()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        var copy = browser.Copy();
        (await browser.PostAsync("/signout")).ShouldBe(200);
        browser.Jar.Keys.ShouldBe(["did"]);
        (await copy.GetAsync("/me")).ShouldBe(401, "session-not-active");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_login_of_somebody_else_ends_the_session_that_was_here_expired_token_or_not(int minutes)
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync("alice");
        app.Time.Advance(TimeSpan.FromMinutes(minutes));
        await browser.LoginAsync("bob");
        (await app.Sessions.ListAsync("alice")).ShouldBeEmpty();
        (await app.Sessions.ListAsync("bob")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Logins_that_race_on_one_device_leave_one_session()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        Browser[] tabs = [.. Enumerable.Range(0, 16).Select(_ => browser.Copy())];
        foreach (var tab in tabs.Take(8))
        {
            tab.Jar.Remove("atk"); // these start, the others renew
        }

        await Task.WhenAll(tabs.Select(tab => tab.LoginAsync()));
        (await app.Sessions.ListAsync("alice")).Count.ShouldBe(1);
    }

    private sealed class Spoiler : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var identity = (ClaimsIdentity)principal.Identity!;
            int count = principal.Claims.Count(one => one.Type == "spoiled" || one.Properties.Count > 0);
            identity.AddClaim(new Claim("spoiled", (count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            identity.FindFirst(ClaimTypes.NameIdentifier)!.Properties["mark"] = "x";
            identity.RemoveClaim(identity.FindFirst(SessvmDefaults.SessionClaim));
            return Task.FromResult(principal);
        }
    }
}
