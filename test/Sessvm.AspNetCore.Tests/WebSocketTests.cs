using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Stores;
using static Sessvm.AspNetCore.Tests.Sockets;

namespace Sessvm.AspNetCore.Tests;

public sealed class WebSocketTests
{
    [Fact]
    public async Task A_socket_opens_with_sub_protocols_and_the_answer_holds_no_credential()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{Uri.EscapeDataString(login.GetProperty("atk").GetString()!)}");
        socket.SubProtocol.ShouldBe($"sessvm.did.{browser.Device}");
        (await ReadAsync(socket)).ShouldBe("alice");
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, true, default);
        (await ReadAsync(socket)).ShouldBe("hello");

        using var own = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}", "app.echo");
        own.SubProtocol.ShouldBe("app.echo");
    }

    [Fact]
    public async Task A_socket_closes_with_4401_when_its_session_ends()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}");
        (await ReadAsync(socket)).ShouldBe("alice");
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);
        (await ReadAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(4401);
        socket.CloseStatusDescription.ShouldBe("session-ended");
    }

    [Fact]
    public async Task A_socket_closes_when_the_absolute_deadline_passes()
    {
        await using var app = await TestApp.BearerAsync(null, null, "AbsoluteTimeout=01:00:00", "IdleTimeout=01:00:00");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}");
        (await ReadAsync(socket)).ShouldBe("alice");
        app.Time.Advance(TimeSpan.FromMinutes(30)); // the token expires, the session lives
        await socket.SendAsync(Encoding.UTF8.GetBytes("still here"), WebSocketMessageType.Text, true, default);
        (await ReadAsync(socket)).ShouldBe("still here");
        app.Time.Advance(TimeSpan.FromMinutes(31));
        (await ReadAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(4401);
    }

    [Fact]
    public async Task Messages_keep_a_session_from_idling_and_an_open_connection_alone_does_not()
    {
        await using var app = await TestApp.BearerAsync(null, null, "IdleTimeout=01:00:00", "TouchInterval=00:00:01");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}");
        (await ReadAsync(socket)).ShouldBe("alice");
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await socket.SendAsync(Encoding.UTF8.GetBytes("x"), WebSocketMessageType.Text, true, default);
        (await ReadAsync(socket)).ShouldBe("x");
        await app.Sessions.FlushAsync();
        app.Time.Advance(TimeSpan.FromMinutes(50)); // 100 minutes after the start, 50 after the message
        await socket.SendAsync(Encoding.UTF8.GetBytes("y"), WebSocketMessageType.Text, true, default);
        (await ReadAsync(socket)).ShouldBe("y");
        await app.Sessions.FlushAsync();
        app.Time.Advance(TimeSpan.FromMinutes(61));
        (await ReadAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(4401);
    }

    [Fact]
    public async Task Many_messages_are_written_as_one_use_in_a_TouchInterval() // R6
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}");
        (await ReadAsync(socket)).ShouldBe("alice");
        await app.Sessions.FlushAsync();
        int before = app.Store.Touches;
        for (int i = 0; i < 30; i++)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes("x"), WebSocketMessageType.Text, true, default);
            (await ReadAsync(socket)).ShouldBe("x");
            await app.Sessions.FlushAsync();
            app.Time.Advance(TimeSpan.FromSeconds(3));
        }

        (app.Store.Touches - before).ShouldBe(2);
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);
    }

    [Fact]
    public async Task A_ticket_opens_one_socket()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        string origin = browser.Address.GetLeftPart(UriPartial.Authority);
        var answer = await browser.PostAsync("/auth/ticket", null, $"Origin: {origin}");
        answer.ShouldBe(200);
        string ticket = answer.Text("tkt")!;
        answer.Json.GetProperty("expires").GetDateTimeOffset().ShouldBe(app.Time.GetUtcNow().AddSeconds(30));
        var bare = new Browser(browser.Address, browser.Agent);
        using (var socket = await OpenAsync(bare, origin, $"sessvm.tkt.{ticket}", $"sessvm.did.{browser.Device}"))
        {
            (await ReadAsync(socket)).ShouldBe("alice");
            socket.SubProtocol.ShouldBe($"sessvm.did.{browser.Device}");
        }

        (await RefusalAsync(bare, origin, $"sessvm.tkt.{ticket}")).ShouldBe(401);
        (await bare.GetAsync("/me", $"Sec-WebSocket-Protocol: sessvm.tkt.{ticket}")).ShouldBe(401, "missing-bearer");
    }

    [Fact]
    public async Task A_cookie_opens_a_socket_from_an_allowed_origin_only()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        string origin = browser.Address.GetLeftPart(UriPartial.Authority);
        using (var socket = await OpenAsync(browser, origin))
        {
            (await ReadAsync(socket)).ShouldBe("alice");
        }

        (await RefusalAsync(browser, "https://evil.example")).ShouldBe(403);
        (await RefusalAsync(browser, null)).ShouldBe(403);
    }

    [Fact]
    public async Task The_verdict_at_the_opening_of_a_socket_is_told_and_ends_the_family_where_the_policy_says_so()
    {
        var ends = FingerprintPolicy.Create(new FingerprintPolicyOptions
        {
            Rules = new Dictionary<string, AttributeRule> { [AttributeNames.System] = new() { WhenFailed = VerdictAction.End } },
        });
        await using var app = await TestApp.BearerAsync(builder => builder.Services.AddSessvm(options => options.Fingerprint.Policy = ends), null, "Fingerprint:Check=Exchange");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        string[] protocols = [$"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}"];
        var thief = new Browser(browser.Address, Browser.Chrome.Replace("Windows NT 10.0; Win64; x64", "X11; Linux x86_64"));
        thief.Agent.ShouldNotBe(browser.Agent);

        (await RefusalAsync(thief, null, protocols)).ShouldBe(401);
        app.Events.OfType<SessionRefused>().ShouldContain(told => told.Reason == SessionReason.BindingMismatch && told.Verdict!.Failed.Contains(AttributeNames.System));
        app.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.Binding);
        (await RefusalAsync(browser, null, protocols)).ShouldBe(401);
    }

    [Fact]
    public async Task A_node_that_stops_says_so_to_its_sockets_and_does_not_wait_for_them()
    {
        var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        using var socket = await OpenAsync(browser, null, $"sessvm.did.{browser.Device}", $"sessvm.atk.{login.GetProperty("atk")}");
        (await ReadAsync(socket)).ShouldBe("alice");
        var stopping = app.DisposeAsync().AsTask();
        (await ReadAsync(socket)).ShouldBeNull();
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopping;
    }
}
