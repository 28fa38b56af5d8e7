using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests.SignalR;

/// <summary>An application with a hub, and clients of it.</summary>
internal static class HubApp
{
    public static HubWitness Witness(this TestApp app) => app.Web.Services.GetRequiredService<HubWitness>();

    public static Task<TestApp> StartAsync(params string[] settings) => StartAsync(static _ => { }, settings);

    public static Task<TestApp> StartAsync(Action<SessvmOptions> configure, params string[] settings) => StartAsync(configure, static _ => { }, settings);

    public static Task<TestApp> StartAsync(Action<SessvmOptions> configure, Action<SessvmBuilder> build, params string[] settings) => TestApp.CookieAsync(
        builder =>
        {
            build(builder.Services.AddSessvm(configure));
            builder.Services.AddSingleton<HubWitness>();
            builder.Services.AddSignalR();
        },
        web =>
        {
            web.MapSessvm();
            TestEndpoints.Map(web);
            web.MapHub<WhoHub>("/hub");
        },
        settings);

    /// <summary>A connection of the framework's own client, as a browser would make it: with its cookies and its origin.</summary>
    public static HubConnection WithCookies(Browser browser, HttpTransportType transport, string? origin = null) => Build(browser, transport, options =>
    {
        options.Headers["Origin"] = origin ?? browser.Address.GetLeftPart(UriPartial.Authority);
        foreach (var (name, value) in browser.Jar)
        {
            options.Cookies.Add(browser.Address, new Cookie(name, value));
        }
    });

    /// <summary>A connection of a client that holds its token.</summary>
    public static HubConnection WithToken(Browser browser, HttpTransportType transport, Func<Task<string?>> token, Action<IHubConnectionBuilder>? more = null) => Build(browser, transport, options =>
    {
        options.Headers["X-Session-Device"] = browser.Device.ToString();
        options.AccessTokenProvider = token;
    }, more);

    public static async Task<Exception?> ClosedAsync(HubConnection connection, Func<Task> end)
    {
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        await end();
        return await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static HubConnection Build(Browser browser, HttpTransportType transport, Action<HttpConnectionOptions> configure, Action<IHubConnectionBuilder>? more = null)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(browser.Address, "/hub"), transport, options =>
        {
            options.Headers["User-Agent"] = browser.Agent;
            configure(options);
        });
        more?.Invoke(builder);
        return builder.Build();
    }
}
