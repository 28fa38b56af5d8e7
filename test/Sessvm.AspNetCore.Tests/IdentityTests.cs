using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sessvm.Stores;

namespace Sessvm.AspNetCore.Tests;

public sealed class IdentityTests
{
    private const string Password = "Sufficient-1-password";

    [Fact]
    public async Task Identity_signs_in_and_out_over_a_session()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        (await browser.PostAsync("/identity/login", null)).ShouldBe(200);
        var me = await browser.GetAsync("/identity/me");
        me.ShouldBe(200);
        me.Body.ShouldBe("alice");
        var row = (await app.Store.ListAsync("id-of-alice", app.Time.GetUtcNow(), default)).Single();
        row.Claims.ShouldContain(one => one.Type == "AspNet.Identity.SecurityStamp");
        (await browser.PostAsync("/identity/logout")).ShouldBe(200);
        browser.Jar.Keys.ShouldBe(["did"]);
    }

    [Fact]
    public async Task A_changed_password_ends_sessions_at_their_next_exchange()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.PostAsync("/identity/login", null);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh")).ShouldBe(200);

        await using (var scope = app.Web.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
            var alice = (await users.FindByNameAsync("alice"))!;
            (await users.ChangePasswordAsync(alice, Password, Password + "2")).Succeeded.ShouldBeTrue();
        }

        (await browser.GetAsync("/identity/me")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh")).ShouldBe(401, "session-not-active");
        app.Events.OfType<Events.SessionEnded>().Single().Reason.ShouldBe(EndReason.Rejected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disabled_or_removed_user_ends_at_the_next_exchange(bool locked)
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.PostAsync("/identity/login", null);
        await using (var scope = app.Web.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
            var alice = (await users.FindByNameAsync("alice"))!;
            if (locked)
            {
                await users.SetLockoutEndDateAsync(alice, DateTimeOffset.MaxValue);
            }
            else
            {
                await users.DeleteAsync(alice);
            }
        }

        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.NavigateAsync("/identity/me")).ShouldBe(401, "session-not-active");
    }

    [Fact]
    public async Task An_external_login_signs_in_over_a_session()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddDataProtection();
                builder.Services.AddSessvm();
                builder.Services.AddAuthentication().AddScheme<RemoteAuthenticationOptions, FakeRemote>("Remote", options =>
                {
                    options.CallbackPath = "/signin-remote";
                    options.SignInScheme = SessvmDefaults.Scheme;
                });
            },
            web =>
            {
                web.MapSessvm();
                TestEndpoints.Map(web);
            });
        var browser = app.Browser();
        var answer = await browser.NavigateAsync("/signin-remote?user=erin");
        ((int)answer.Status).ShouldBe(302);
        answer.One("Location").ShouldBe("/me");
        (await browser.GetAsync("/me")).Text("sub").ShouldBe("erin");

        // An identity provider that answers by a form from its own site is no forged sign-in: it has its state.
        var other = app.Browser();
        ((int)(await other.PostFormAsync("/signin-remote?user=erin", [new("code", "x")], "Sec-Fetch-Site: cross-site", "Origin: https://idp.example")).Status).ShouldBe(302);
        (await other.GetAsync("/me")).ShouldBe(200);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSingleton<IUserStore<IdentityUser>, UsersInMemory>();
                builder.Services.AddSessvm(IdentityConstants.ApplicationScheme).UseIdentity<IdentityUser>();
                builder.Services.AddIdentityCore<IdentityUser>().AddSignInManager();
                builder.Services.AddDataProtection();
                builder.Services.AddHttpContextAccessor();
            },
            web =>
            {
                web.MapSessvm();
                web.MapPost("/identity/login", async (SignInManager<IdentityUser> manager) =>
                    (await manager.PasswordSignInAsync("alice", Password, false, false)).Succeeded ? Results.Ok() : Results.Unauthorized()).AsSignIn();
                web.MapPost("/identity/logout", (SignInManager<IdentityUser> manager) => manager.SignOutAsync()).RequireAuthorization();
                web.MapGet("/identity/me", async (UserManager<IdentityUser> users, HttpContext context) => (await users.GetUserAsync(context.User))?.UserName ?? "gone").RequireAuthorization();
            });
        await using var scope = app.Web.Services.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>().CreateAsync(
            new IdentityUser("alice") { Id = "id-of-alice", LockoutEnabled = true }, Password);
        created.Succeeded.ShouldBeTrue(string.Join(' ', created.Errors.Select(one => one.Description)));
        return app;
    }

    /// <summary>What an OAuth handler does once it has the user: no wire of its own.</summary>
    private sealed class FakeRemote(IOptionsMonitor<RemoteAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : RemoteAuthenticationHandler<RemoteAuthenticationOptions>(options, logger, encoder)
    {
        protected override Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Request.Query["user"]!)], "remote");
            return Task.FromResult(HandleRequestResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { RedirectUri = "/me" }, Scheme.Name)));
        }
    }
}
