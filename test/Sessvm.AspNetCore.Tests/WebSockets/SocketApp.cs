using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests.WebSockets;

/// <summary>An application with a few kinds of sockets, and clients that hold a bearer token.</summary>
internal static class SocketApp
{
    public static Task<TestApp> StartAsync(params string[] settings) => TestApp.BearerAsync(null, Map, settings);

    public static void Map(WebApplication web)
    {
        web.MapSessvm();
        TestEndpoints.MapLogin(web);
        web.MapSessvmWebSocket("/echo", async (socket, cancel) =>
        {
            await foreach (string text in socket.ReadTextAsync(maxLength: 4096, cancel))
            {
                await socket.SendTextAsync(text, cancel);
            }
        });
        web.MapSessvmWebSocket("/fault", (_, _) => throw new NotSupportedException("What nobody expected."));
        web.MapSessvmWebSocket("/brief", (_, _) => Task.CompletedTask);
        web.MapSessvmWebSocket("/deaf", (_, over) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over));
        web.MapSessvmWebSocket("/flood", async (socket, over) =>
        {
            string much = new('x', 16 * 1024);
            while (true)
            {
                await socket.SendTextAsync(much, over);
            }
        });
    }

    public static LiveConnections Connections(this TestApp app) => app.Web.Services.GetRequiredService<LiveConnections>();

    public static async Task<(Browser Browser, string Token)> SignInAsync(this TestApp app)
    {
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        return (browser, login.GetProperty("atk").GetString()!);
    }

    public static async Task<ClientWebSocket> OpenAsync(Uri address, string path, string agent, Guid device, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", agent);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        socket.Options.SetRequestHeader("X-Session-Device", device.ToString());
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{address.Authority}{path}"), default);
            return socket;
        }
        catch (WebSocketException failure)
        {
            failure.Data["status"] = (int)socket.HttpStatusCode;
            throw;
        }
    }

    public static Task<ClientWebSocket> OpenAsync(Browser browser, string path, string token) =>
        OpenAsync(browser.Address, path, browser.Agent, browser.Device, token);

    public static async Task<int> RefusalAsync(Browser browser, string path, string token) =>
        (int)(await Should.ThrowAsync<WebSocketException>(() => OpenAsync(browser, path, token))).Data["status"]!;

    public static Task SayAsync(this WebSocket socket, string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, default);

    /// <summary>Reads until the socket closes, and tells how.</summary>
    public static async Task<int?> ClosedAsync(this WebSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), default)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            return null; // cut off
        }

        return (int?)socket.CloseStatus;
    }

    /// <summary>Waits until something holds; only a hang is cut short.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (int tries = 0; !holds(); tries++)
        {
            tries.ShouldBeLessThan(3000, "It never came to hold.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
