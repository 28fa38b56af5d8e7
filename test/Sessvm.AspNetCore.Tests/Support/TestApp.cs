using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.AspNetCore.Tests;

/// <summary>An application on a real socket, with the endpoints that most tests need and a clock that they move.</summary>
internal sealed class TestApp : ISessionEvents, IAsyncDisposable
{
    public const string Secret = "an-example-secret-of-forty-odd-bytes-0123456789";

    private TestApp()
    {
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public FaultyStore Store { get; } = new(new MemorySessionStore());

    public ConcurrentQueue<SessionEvent> Events { get; } = new();

    public CapturedLog Log { get; } = new();

    public WebApplication Web { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public SessionService Sessions => Web.Services.GetRequiredService<SessionService>();

    public static Task<TestApp> CookieAsync(Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, params string[] settings) =>
        StartAsync(build, map, settings);

    public static Task<TestApp> BearerAsync(Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, params string[] settings) =>
        StartAsync(build, map, ["Mode=Bearer", .. settings]);

    public Browser Browser(string? agent = null) => new(Address, agent ?? Tests.Browser.Chrome);

    public void Emit(SessionEvent sessionEvent) => Events.Enqueue(sessionEvent);

    public async ValueTask DisposeAsync()
    {
        await Web.StopAsync();
        await Web.DisposeAsync();
    }

    private static async Task<TestApp> StartAsync(Action<WebApplicationBuilder>? build, Action<WebApplication>? map, string[] settings)
    {
        var app = new TestApp();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            settings.Prepend($"Secret={Secret}").Select(one => one.Split('=', 2)).GroupBy(one => "Sessvm:" + one[0]).ToDictionary(one => one.Key, one => (string?)one.Last()[1]));
        builder.Logging.ClearProviders().AddProvider(app.Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(app.Time);
        builder.Services.AddSingleton<ISessionEvents>(app);
        builder.Services.AddAuthorization();
        if (build is null)
        {
            builder.Services.AddSessvm().UseStore(app.Store);
        }
        else
        {
            build(builder);
            if (!builder.Services.Any(one => one.ServiceType == typeof(ISessionStore)))
            {
                foreach (var scheme in builder.Services.Where(one => one.ServiceType == typeof(SessionService) && one.IsKeyedService).ToArray())
                {
                    builder.Services.AddKeyedSingleton<ISessionStore>(scheme.ServiceKey, app.Store);
                    break;
                }
            }
        }

        app.Web = builder.Build();
        if (map is null)
        {
            app.Web.MapSessvm();
            TestEndpoints.Map(app.Web);
        }
        else
        {
            map(app.Web);
        }

        await app.Web.StartAsync();
        app.Address = new Uri(app.Web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return app;
    }
}
