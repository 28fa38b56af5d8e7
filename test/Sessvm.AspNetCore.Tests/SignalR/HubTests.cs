using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Sessvm.Stores;

namespace Sessvm.AspNetCore.Tests.SignalR;

public sealed class HubTests
{
    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_hub_knows_the_session_of_a_cookie_and_closes_with_it(HttpTransportType transport)
    {
        await using var app = await HubApp.StartAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync("alice", ""","scopes":["read","admin"]""");
        await using var hub = HubApp.WithCookies(browser, transport);
        await hub.StartAsync();
        var who = await hub.InvokeAsync<Who>("Whoami");
        who.ShouldBeEquivalentTo(new Who("alice", login.GetProperty("sid").GetString()!, ["read", "admin"]));

        await HubApp.ClosedAsync(hub, async () => await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked));

        await app.Witness().NextAsync();
        Connections(app).Count.ShouldBe(0);
        (await Should.ThrowAsync<HttpRequestException>(hub.StartAsync())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_hub_knows_the_session_of_a_bearer_token_and_closes_with_it(HttpTransportType transport)
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        await using var hub = HubApp.WithToken(browser, transport, () => Task.FromResult(login.GetProperty("atk").GetString()));
        await hub.StartAsync();
        (await hub.InvokeAsync<Who>("Whoami")).Sub.ShouldBe("alice");

        await HubApp.ClosedAsync(hub, async () => await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked));

        await app.Witness().NextAsync();
        Connections(app).Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_expiry_of_the_token_is_no_end_of_an_open_hub()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        await using var hub = HubApp.WithToken(browser, HttpTransportType.WebSockets, () => Task.FromResult(login.GetProperty("atk").GetString()));
        await hub.StartAsync();
        app.Time.Advance(TimeSpan.FromMinutes(20));
        (await hub.InvokeAsync<string>("Echo", "still here")).ShouldBe("still here");
    }

    [Fact]
    public async Task A_factory_of_tickets_serves_the_negotiation_and_the_socket()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        int asked = 0;
        await using var hub = HubApp.WithToken(browser, HttpTransportType.WebSockets, async () =>
        {
            asked++;
            return await TicketAsync(browser, login.GetProperty("atk").GetString()!);
        });
        await hub.StartAsync();
        (await hub.InvokeAsync<Who>("Whoami")).Sub.ShouldBe("alice");
        asked.ShouldBe(2);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task What_a_client_calls_keeps_a_session_from_idling_and_an_open_hub_alone_does_not(HttpTransportType transport) // R6
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer", "AccessLifetime=01:00:00", "IdleTimeout=01:00:00", "TouchInterval=00:00:01");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        string token = login.GetProperty("atk").GetString()!;
        await using var hub = HubApp.WithToken(browser, transport, () => Task.FromResult<string?>(token));
        hub.KeepAliveInterval = TimeSpan.FromMilliseconds(100); // pings, and with long polling a request for each
        await hub.StartAsync();
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await hub.InvokeAsync<string>("Echo", "x");
        await app.Sessions.FlushAsync();
        Tokens.SessionId.TryParse(login.GetProperty("sid").GetString()!, out var session).ShouldBeTrue();
        var row = await app.Sessions.FindAsync(session);
        row!.IdleDeadline.ShouldBe(app.Time.GetUtcNow().AddHours(1));

        token = (await RefreshAsync(browser, token, background: true))!; // a new one, for the polls
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System); // a few pings
        await app.Sessions.FlushAsync();
        (await app.Sessions.FindAsync(row.Id))!.IdleDeadline.ShouldBe(row.IdleDeadline);

        await HubApp.ClosedAsync(hub, () =>
        {
            app.Time.Advance(TimeSpan.FromMinutes(11));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_a_bound_after_the_end()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await RawHub.OpenAsync(browser, $"/hub?access_token={await TicketAsync(browser, login.GetProperty("atk").GetString()!)}");
        await RawHub.SendAsync(socket, """{"type":4,"invocationId":"1","target":"Flood","arguments":[]}""");
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System); // until its buffers are full; if not yet, it is the easier case

        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        var gone = app.Witness().NextAsync();
        while (!gone.IsCompleted)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(gone, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        await gone;
        Connections(app).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_hub_that_refuses_to_connect_leaves_nothing_behind()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var browser = app.Browser();
        var login = await browser.LoginAsync("nobody");
        await using var hub = HubApp.WithToken(browser, HttpTransportType.WebSockets, () => Task.FromResult(login.GetProperty("atk").GetString()));
        (await HubApp.ClosedAsync(hub, () => hub.StartAsync())).ShouldNotBeNull().Message.ShouldContain("nobody is welcome");
        Connections(app).Count.ShouldBe(0);
    }

    internal static async Task<string> TicketAsync(Browser browser, string token)
    {
        var answer = await browser.PostAsync("/auth/ticket", null, $"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}");
        answer.ShouldBe(200);
        return answer.Text("tkt")!;
    }

    private static async Task<string?> RefreshAsync(Browser browser, string token, bool background)
    {
        var answer = await browser.PostAsync(
            "/auth/refresh", "{}", $"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}", $"X-Session-Background: {(background ? 1 : 0)}");
        answer.ShouldBe(200);
        return answer.Text("atk");
    }

    private static LiveConnections Connections(TestApp app) => (LiveConnections)app.Web.Services.GetService(typeof(LiveConnections))!;
}
