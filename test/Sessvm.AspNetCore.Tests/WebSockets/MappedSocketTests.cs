using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sessvm.Stores;
using static Sessvm.AspNetCore.Tests.WebSockets.SocketApp;

namespace Sessvm.AspNetCore.Tests.WebSockets;

public sealed class MappedSocketTests
{
    [Fact]
    public async Task A_handler_of_three_lines_talks_until_the_client_leaves()
    {
        await using var app = await SocketApp.StartAsync();
        var (browser, token) = await app.SignInAsync();
        using var socket = await OpenAsync(browser, "/echo", token);
        foreach (string text in new[] { "hello", "", new string('é', 2048), "again" })
        {
            await socket.SayAsync(text);
            (await ReadAllAsync(socket)).ShouldBe(text);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await UntilAsync(() => app.Connections().Count == 0);
    }

    [Fact]
    public async Task A_message_that_is_too_long_or_binary_closes_the_socket()
    {
        await using var app = await SocketApp.StartAsync();
        var (browser, token) = await app.SignInAsync();
        using var longer = await OpenAsync(browser, "/echo", token);
        await longer.SayAsync(new string('x', 4097));
        (await longer.ClosedAsync()).ShouldBe(1009);
        using var binary = await OpenAsync(browser, "/echo", token);
        await binary.SayAsync("\u0001", WebSocketMessageType.Binary);
        (await binary.ClosedAsync()).ShouldBe(1003);
        await longer.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await binary.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilAsync(() => app.Connections().Count == 0); // their answer was waited for, and the bound was not

        using var endless = await OpenAsync(browser, "/echo", token);
        byte[] part = new byte[1024];
        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            while (endless.State == WebSocketState.Open)
            {
                await endless.SendAsync(part, WebSocketMessageType.Text, false, default);
                app.Time.Advance(TimeSpan.FromMilliseconds(10));
            }

            throw new WebSocketException("closed");
        });
        endless.Abort();
        await UntilAsync(() => app.Connections().Count == 0);
    }

    [Fact]
    public async Task A_handler_that_returns_says_goodbye_and_one_that_fails_says_so()
    {
        await using var app = await SocketApp.StartAsync();
        var (browser, token) = await app.SignInAsync();
        using var brief = await OpenAsync(browser, "/brief", token);
        (await brief.ClosedAsync()).ShouldBe(1000);
        using var fault = await OpenAsync(browser, "/fault", token);
        (await fault.ClosedAsync()).ShouldBe(1011);
        await brief.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await fault.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilAsync(() => app.Log.Lines.Any(line => line.Contains("What nobody expected")));
        await UntilAsync(() => app.Connections().Count == 0);
    }

    [Fact]
    public async Task A_handler_that_waits_for_something_else_is_told_that_the_session_has_ended()
    {
        await using var app = await SocketApp.StartAsync();
        var (browser, token) = await app.SignInAsync();
        using var socket = await OpenAsync(browser, "/deaf", token);
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);
        (await socket.ClosedAsync()).ShouldBe(4401);
        while (app.Connections().Count > 0)
        {
            app.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task What_a_client_says_after_its_session_has_ended_is_not_heard()
    {
        int heard = 0;
        await using var app = await TestApp.BearerAsync(null, web =>
        {
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.MapSessvmWebSocket("/count", async (socket, over) =>
            {
                await foreach (string _ in socket.ReadTextAsync(cancellationToken: over))
                {
                    heard++;
                }
            });
        });
        var (browser, token) = await app.SignInAsync();
        using var socket = await OpenAsync(browser, "/count", token);
        await socket.SayAsync("I am here");
        await UntilAsync(() => heard == 1);
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);
        for (int i = 0; i < 20; i++)
        {
            await socket.SayAsync("am I still here?"); // its own close has not gone out
        }

        (await socket.ClosedAsync()).ShouldBe(4401);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilAsync(() => app.Connections().Count == 0);
        heard.ShouldBe(1);
    }

    [Fact]
    public async Task A_handshake_without_a_session_or_that_is_none_is_answered()
    {
        await using var app = await SocketApp.StartAsync();
        var (browser, token) = await app.SignInAsync();
        (await RefusalAsync(browser, "/echo", token[..^2])).ShouldBe(401);
        (await browser.GetAsync("/echo", $"Authorization: Bearer {token}")).Status.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await browser.GetAsync("/echo")).ShouldBe(401, "missing-bearer");
    }

    [Fact]
    public async Task An_application_that_forgot_the_middleware_is_told()
    {
        await using var app = await TestApp.BearerAsync(null, web =>
        {
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.Map("/ws", async context => (await context.AcceptSessvmWebSocketAsync())?.Dispose());
        });
        var (browser, token) = await app.SignInAsync();
        (await RefusalAsync(browser, "/ws", token)).ShouldBe(500);
        app.Log.Lines.ShouldContain(line => line.Contains("Call app.UseWebSockets()"));
    }

    [Fact]
    public async Task A_row_is_looked_at_again_where_that_is_asked_for()
    {
        await using var app = await SocketApp.StartAsync("Connections:Recheck=00:00:10");
        var (browser, token) = await app.SignInAsync();
        using var socket = await OpenAsync(browser, "/echo", token);
        // An end that nobody told: it stands in the store alone.
        await app.Store.EndAsync(EndTarget.OfSubject("alice"), new SessionEnd(EndReason.Administrative, app.Time.GetUtcNow()), default);
        await socket.SayAsync("still here");
        (await ReadAllAsync(socket)).ShouldBe("still here");
        var closed = socket.ClosedAsync();
        app.Time.Advance(TimeSpan.FromSeconds(11));
        (await closed).ShouldBe(4401);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private static async Task<string> ReadAllAsync(WebSocket socket)
    {
        byte[] buffer = new byte[8192];
        int length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }
}
