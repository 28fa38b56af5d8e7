using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sessvm.Stores;
using static Sessvm.AspNetCore.Tests.WebSockets.SocketApp;

namespace Sessvm.AspNetCore.Tests.WebSockets;

/// <summary>Sockets whose credential comes with the first message.</summary>
public sealed class PendingSocketTests
{
    [Fact]
    public async Task The_first_message_opens_the_socket_and_the_session_closes_it()
    {
        await using var app = await PendingAsync("Mode=Bearer");
        var (browser, token) = await app.SignInAsync();
        using var socket = await BareAsync(app);
        await socket.SayAsync($"Bearer {token}|{browser.Device}");
        (await Sockets.ReadAsync(socket)).ShouldBe("None alice");
        app.Connections().Count.ShouldBe(1);
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);
        (await socket.ClosedAsync()).ShouldBe(4401);
    }

    [Theory]
    [InlineData("", "MissingBearer")]
    [InlineData("Bearer A1.AAAA", "InvalidAccessFormat")]
    [InlineData("Bearer", "InvalidAccessFormat")]
    [InlineData("Basic x", "InvalidAccessFormat")]
    [InlineData("Bearer T1.AAAA", "InvalidAccessFormat")]
    [InlineData("{token}", "InvalidAccessFormat")]
    [InlineData("Bearer {token}", "MissingDevice")]
    [InlineData("Bearer {token}|00000000-0000-0000-0000-000000000000", "DeviceMismatch")]
    [InlineData("Bearer {token}|5b3c6e2a-9d1f-4a70-8c55-0123456789ab", "DeviceMismatch")]
    public async Task A_first_message_without_a_good_credential_opens_nothing(string message, string reason)
    {
        await using var app = await PendingAsync("Mode=Bearer");
        var (_, token) = await app.SignInAsync();
        using var socket = await BareAsync(app);
        await socket.SayAsync(message.Replace("{token}", token));
        (await Sockets.ReadAsync(socket)).ShouldBe($"{reason} ");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilAsync(() => app.Connections().Count == 0);
    }

    [Fact]
    public async Task A_handshake_with_a_cookie_needs_no_more_and_is_refused_from_elsewhere()
    {
        await using var app = await PendingAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        using var socket = await Sockets.OpenAsync(browser, browser.Address.GetLeftPart(UriPartial.Authority));
        await socket.SayAsync("");
        (await Sockets.ReadAsync(socket)).ShouldBe("None alice");
        (await Sockets.RefusalAsync(browser, "https://evil.example")).ShouldBe(403);
    }

    [Fact]
    public async Task A_wrong_credential_never_falls_back_to_the_cookie()
    {
        await using var app = await PendingAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        using var socket = await Sockets.OpenAsync(browser, browser.Address.GetLeftPart(UriPartial.Authority));
        await socket.SayAsync("Bearer A1.nonsense");
        (await Sockets.ReadAsync(socket)).ShouldBe("InvalidAccessFormat ");
    }

    private static Task<TestApp> PendingAsync(params string[] settings) => TestApp.CookieAsync(
        null,
        web =>
        {
            web.UseWebSockets();
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.Map("/ws", async context =>
            {
                using var socket = await context.AcceptPendingSessvmWebSocketAsync();
                if (socket is null)
                {
                    return;
                }

                await foreach (string text in socket.ReadTextAsync())
                {
                    string[] parts = text.Split('|');
                    var reason = await socket.OpenAsync(parts[0].Length > 0 ? parts[0] : null, parts.ElementAtOrDefault(1));
                    await socket.SendTextAsync($"{reason} {socket.User.GetSession()?.Subject}");
                }
            });
        },
        settings);

    private static async Task<ClientWebSocket> BareAsync(TestApp app)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", Browser.Chrome);
        await socket.ConnectAsync(new Uri($"ws://{app.Address.Authority}/ws"), default);
        return socket;
    }
}
