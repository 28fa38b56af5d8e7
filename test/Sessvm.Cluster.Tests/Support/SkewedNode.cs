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
using Microsoft.Extensions.Logging;
using Sessvm.AspNetCore;
using Sessvm.Events;

namespace Sessvm.Cluster.Tests;

/// <summary>A node in this process, since no other has a clock that a test can set. It answers as the demo does, as far as these tests ask.</summary>
internal sealed class SkewedNode : ISessionEvents, IAsyncDisposable
{
    private WebApplication? _web;

    private SkewedNode()
    {
    }

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<SessionEvent> Events { get; } = new();

    public static async Task<SkewedNode> StartAsync(StoreServer store, TimeProvider time)
    {
        var node = new SkewedNode();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Sessvm:Secret", DemoProcess.Secret)]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<ISessionEvents>(node);
        builder.Services.AddAuthorization();
        store.Use(builder.Services.AddSessvm());

        var web = builder.Build();
        web.MapSessvm();
        web.MapPost("/login", (Delegate)LoginAsync).AsSignIn();
        web.MapGet("/api/profile", (ClaimsPrincipal user) => Results.Json(new { sid = user.GetSession()!.Id.ToString() })).RequireAuthorization();
        await web.StartAsync();
        node._web = web;
        node.Address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return node;
    }

    public void Emit(SessionEvent sessionEvent) => Events.Enqueue(sessionEvent);

    public async ValueTask DisposeAsync()
    {
        await _web!.StopAsync();
        await _web.DisposeAsync();
    }

    private static async Task<IResult> LoginAsync(HttpContext context)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "alice")], "password"));
        var result = await context.SessvmSignInAsync(user, new AuthenticationProperties());
        return Results.Json(new { ok = result.Succeeded, sid = result.Grant?.Row.Id.ToString() });
    }
}
