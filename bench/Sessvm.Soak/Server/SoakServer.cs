using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sessvm.AspNetCore;
using Sessvm.Events;
using Sessvm.Sessions;

namespace Sessvm.Soak.Server;

/// <summary>An application with sessions on PostgreSQL, in a process of its own. Prints its address, and runs until its standard input ends.</summary>
internal static class SoakServer
{
    public static async Task RunAsync(string connection)
    {
        var events = new CountingEvents();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ISessionEvents>(events);
        builder.Services.AddAuthorization();
        builder.Services.AddSessvm(static options =>
        {
            options.Secret = "an-example-secret-of-forty-odd-bytes-0123456789";
            options.Mode = SessvmMode.Bearer;
            options.AccessLifetime = TimeSpan.FromSeconds(10);
            options.Overlap = TimeSpan.FromSeconds(2);
            options.RateLimit.Limit = 1_000; // everybody comes from one address
        }).UsePostgreSql(connection);
        await using WebApplication app = builder.Build();
        app.MapSessvm();
        app.MapPost("/login", static async (HttpContext context, string user) =>
        {
            StartResult result = await context.SessvmSignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password")));
            return result.Succeeded ? Granted(result.Grant) : Results.StatusCode(StatusCodes.Status401Unauthorized);
        }).AsSignIn();
        app.MapPost("/step-up", static async (HttpContext context) =>
        {
            RenewResult result = await context.SessvmStepUpAsync();
            return result.Succeeded ? Granted(result.Grant) : Results.Json(new { ok = false, rsn = result.Reason.ToCode() }, statusCode: StatusCodes.Status401Unauthorized);
        }).AsStepUp();
        app.MapGet("/me", static (ClaimsPrincipal user) => Results.Json(new { sid = user.GetSession()!.Id.ToString() })).RequireAuthorization();
        app.MapGet("/counts", () => Results.Json(events.Counts));
        app.MapGet("/memory", static () => Results.Json(new
        {
            heap = GC.GetTotalMemory(forceFullCollection: true),
            resident = Process.GetCurrentProcess().WorkingSet64,
            threads = ThreadPool.ThreadCount,
            waiting = ThreadPool.PendingWorkItemCount,
        }));
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    private static IResult Granted(SessionGrant grant) => Results.Json(new { ok = true, atk = grant.AccessToken.Reveal(), sid = grant.Row.Id.ToString() });
}
