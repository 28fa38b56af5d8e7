using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Stores;
using Sessvm.Tests.Shared;

namespace Sessvm.AspNetCore.Tests.SignalR;

/// <summary>Hubs of a node that does not hear, and of a second scheme.</summary>
public sealed class HubFeedTests
{
    private readonly DeafFeed _feed = new();

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_deaf_node_asks_the_rows_of_its_hubs(HttpTransportType transport) // R7
    {
        await using var app = await DeafAsync();
        var (browser, token) = await SignInAsync(app);
        await using var hub = HubApp.WithToken(browser, transport, () => Task.FromResult<string?>(token));
        await hub.StartAsync();
        _feed.IsCurrent = false;
        await app.Store.EndAsync(EndTarget.OfSubject("alice"), new SessionEnd(EndReason.Administrative, app.Time.GetUtcNow()), default); // on another node

        await HubApp.ClosedAsync(hub, async () => await AdvanceUntilAsync(app, app.Witness().NextAsync()));
    }

    [Fact]
    public async Task A_blind_node_drops_its_hubs_so_that_they_connect_again() // R7
    {
        await using var app = await DeafAsync("BlindGrace=00:00:10");
        var (browser, token) = await SignInAsync(app);
        await using var hub = HubApp.WithToken(browser, HttpTransportType.WebSockets, () => Task.FromResult<string?>(token), builder => builder.WithAutomaticReconnect());
        var lost = new TaskCompletionSource();
        hub.Reconnecting += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync();
        _feed.IsCurrent = false;
        app.Store.Down = true;

        await AdvanceUntilAsync(app, lost.Task);
    }

    [Fact]
    public async Task A_hub_of_a_second_scheme_follows_the_sessions_of_that_scheme()
    {
        await using var app = await TestApp.BearerAsync(
            builder =>
            {
                builder.Services.AddSessvm().UseStore(new Stores.Memory.MemorySessionStore());
                builder.Services.AddSessvm("Partner", options =>
                {
                    options.Secret = TestApp.Secret;
                    options.Mode = SessvmMode.Bearer;
                    options.Prefix = "/partner";
                    (options.Cookies.Access, options.Cookies.Device, options.Cookies.Csrf) = ("patk", "pdid", "pcsrf");
                }).UseStore(new Stores.Memory.MemorySessionStore());
                builder.Services.AddSingleton<HubWitness>();
                builder.Services.AddSignalR();
            },
            web =>
            {
                web.MapSessvm();
                web.MapSessvm("Partner");
                TestEndpoints.MapLogin(web);
                TestEndpoints.MapLogin(web, "/partner-login", "Partner");
                web.MapHub<PartnerHub>("/hub");
            });
        var browser = app.Browser();
        var login = await browser.LoginAsync("paula", path: "/partner-login");
        browser.Jar["did"] = browser.Jar["pdid"];
        string token = login.GetProperty("atk").GetString()!;
        string ticket = (await browser.PostAsync("/partner/ticket", null, $"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}")).Text("tkt")!;
        using var socket = await RawHub.OpenAsync(browser, $"/hub?access_token={ticket}");
        await using var hub = HubApp.WithToken(browser, HttpTransportType.LongPolling, () => Task.FromResult<string?>(token));
        await hub.StartAsync();
        (await hub.InvokeAsync<string>("Whoami")).ShouldBe("paula");

        var partners = app.Web.Services.GetRequiredKeyedService<Sessions.SessionService>("Partner");
        await HubApp.ClosedAsync(hub, async () => await partners.EndAsync(EndTarget.OfSubject("paula"), EndReason.Revoked));

        (await browser.GetAsync("/auth/session", $"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<TestApp> DeafAsync(params string[] settings) => HubApp.StartAsync(_ => { }, sessvm => sessvm.UseFeed(_ => _feed), ["Mode=Bearer", .. settings]);

    private static async Task<(Browser Browser, string Token)> SignInAsync(TestApp app)
    {
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        return (browser, login.GetProperty("atk").GetString()!);
    }

    private static async Task AdvanceUntilAsync(TestApp app, Task done)
    {
        while (!done.IsCompleted)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        await done;
    }

    [Authorize(AuthenticationSchemes = "Partner")]
    private sealed class PartnerHub : Microsoft.AspNetCore.SignalR.Hub
    {
        public string Whoami() => Microsoft.AspNetCore.Http.SessvmHttpContextExtensions.GetSession(Context.User!)!.Subject;
    }
}
