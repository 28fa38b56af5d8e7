using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Sessvm.Demo.Tests.Transports;

/// <summary>Sign-in, call and forced end of the demo's hub, by the framework's own clients.</summary>
public sealed class SignalRTests(NodeScripts scripts, ChromiumFixture chromium) : BrowserTest(chromium), IClassFixture<NodeScripts>
{
    [Theory]
    [InlineData("WebSockets", "Cookie")]
    [InlineData("ServerSentEvents", "Cookie")]
    [InlineData("LongPolling", "Cookie")]
    [InlineData("WebSockets", "Bearer")]
    [InlineData("ServerSentEvents", "Bearer")]
    [InlineData("LongPolling", "Bearer")]
    public async Task The_JavaScript_client_in_Node_calls_and_hears_of_the_end(string transport, string mode)
    {
        scripts.ShouldNotBeNull();
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", mode);
        await NodeScripts.RunAsync("signalr.mjs", demo.Address.ToString(), transport);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task The_dotnet_client_calls_and_hears_of_the_end(HttpTransportType transport)
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        using var me = new Visitor(demo.Address);
        var login = (await me.LoginAsync()).Json;
        using var elsewhere = new Visitor(demo.Address);
        string other = (await elsewhere.LoginAsync()).Json.GetProperty("atk").GetString()!;
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(demo.Address, "/hub"), transport, options =>
        {
            options.Headers["X-Session-Device"] = me.Cookie("did")!;
            options.AccessTokenProvider = () => Task.FromResult(login.GetProperty("atk").GetString());
        }).Build();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync();
        (await hub.InvokeAsync<string>("Echo", "hello")).ShouldBe("hello");

        string sid = login.GetProperty("sid").GetString()!;
        (await elsewhere.SendAsync(HttpMethod.Delete, $"/auth/sessions/{sid}", null, $"Authorization: Bearer {other}")).Status.ShouldBe(HttpStatusCode.NoContent);

        await closed.Task;
        (await Should.ThrowAsync<HttpRequestException>(hub.StartAsync())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Cookie", "WebSockets", "undefined")]
    [InlineData("Cookie", "ServerSentEvents", "undefined")]
    [InlineData("Cookie", "LongPolling", "undefined")]
    [InlineData("Bearer", "WebSockets", "ticket")]
    [InlineData("Bearer", "ServerSentEvents", "token")]
    [InlineData("Bearer", "LongPolling", "token")]
    public async Task The_JavaScript_client_in_a_browser_calls_and_hears_of_the_end_and_the_log_holds_no_token(string mode, string transport, string factory)
    {
        var demo = await StartDemoAsync(
            "--Store", "memory", "--Sessvm:Mode", mode, "--Logging:LogLevel:Microsoft.AspNetCore", "Information");
        await using var browser = await BrowserAsync(Chrome);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(demo.Address, "/health").ToString());
        await page.EvaluateAsync(NodeScripts.Source("@microsoft", "signalr", "dist", "browser", "signalr.js"));

        string sid = await page.EvaluateAsync<string>(
            """
            async ({ transport, factory }) => {
              const told = await (await fetch('/login', {
                method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user: 'alice', password: 'sessvm' }),
              })).json();
              const did = document.cookie.match(/did=([^;]+)/)?.[1];
              const bearer = { Authorization: `Bearer ${told.atk}`, 'X-Session-Device': did, 'X-CSRF-Token': told.csrf };
              const factories = {
                token: () => told.atk,
                ticket: async () => (await (await fetch('/auth/ticket', { method: 'POST', headers: bearer })).json()).tkt,
              };
              const hub = new signalR.HubConnectionBuilder()
                .withUrl(`/hub${did ? `?did=${did}` : ''}`, { transport: signalR.HttpTransportType[transport], accessTokenFactory: factories[factory] })
                .configureLogging(signalR.LogLevel.Error)
                .build();
              window.hubClosed = new Promise((resolve) => hub.onclose(() => resolve('closed')));
              await hub.start();
              const me = await hub.invoke('Whoami');
              if (me.sub !== 'alice' || (await hub.invoke('Echo', 'hello')) !== 'hello') throw new Error(JSON.stringify(me));
              return me.sid;
            }
            """,
            new { transport, factory });

        using var elsewhere = new Visitor(demo.Address);
        var other = (await elsewhere.LoginAsync()).Json;
        string[] headers = mode == "Bearer" ? [$"Authorization: Bearer {other.GetProperty("atk").GetString()}"] : [$"X-CSRF-Token: {elsewhere.Cookie("csrf")}"];
        (await elsewhere.SendAsync(HttpMethod.Delete, $"/auth/sessions/{sid}", null, headers)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await page.EvaluateAsync<string>("() => window.hubClosed")).ShouldBe("closed");
        demo.Log.ShouldNotContain("A1.");
        demo.Log.ShouldNotContain("T1.");
    }
}
