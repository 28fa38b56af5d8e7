using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore.Tests;

/// <summary>An application that asks for fresh credentials, and the ways into a hold.</summary>
internal static class StepUpApp
{
    public const string Stale = "Bearer error=\"insufficient_user_authentication\", error_description=\"step-up-required\", max_age=\"300\"";
    public const string Held = "Bearer error=\"insufficient_user_authentication\", error_description=\"step-up-required\"";

    public static Task<TestApp> CookieAsync(params string[] settings) => TestApp.CookieAsync(Build, Map, settings);

    public static Task<TestApp> BearerAsync(params string[] settings) => TestApp.BearerAsync(Build, Map, settings);

    /// <summary>
    /// The owner's successor is on its way, and somebody else presents its predecessor: nobody can tell which is which (R4).
    /// </summary>
    /// <returns>The thief.</returns>
    public static async Task<Browser> HoldAsync(TestApp app, Browser owner)
    {
        await owner.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var thief = owner.Copy(Browser.Firefox);
        (await owner.PostAsync("/auth/refresh")).ShouldBe(200);
        (await thief.PostAsync("/auth/refresh")).ShouldBe(401, "step-up-required");
        return thief;
    }

    public static Task<Answer> StepUpAsync(this Browser browser, string password = "right", params string[] headers) =>
        browser.PostAsync("/step-up", $$"""{"password":"{{password}}"}""", headers);

    private static void Build(WebApplicationBuilder builder)
    {
        builder.Services.AddSessvm();
        builder.Services.AddAuthorizationBuilder().AddPolicy("fresh", policy => policy.RequireFresh(TimeSpan.FromMinutes(5)));
    }

    private static void Map(WebApplication web)
    {
        web.MapSessvm();
        TestEndpoints.Map(web);
        web.MapPost("/step-up", async (Secret secret, ClaimsPrincipal user, HttpContext http) =>
        {
            if (secret.Password != "right")
            {
                return Results.Json(new { rsn = "bad-credentials", sub = user.GetSession()!.Subject, held = user.IsHeld() }, statusCode: 403);
            }

            var result = await http.SessvmStepUpAsync(secret.Scope is { } scope ? new SessionChange { Scopes = [scope] } : null);
            return result.Succeeded
                ? Results.Json(new { ok = true, sid = result.Grant.Row.Id.ToString(), atk = result.Grant.AccessToken.Reveal() })
                : Results.Json(new { rsn = result.Reason.ToCode() }, statusCode: 401);
        }).AsStepUp();
        web.MapGet("/basket", (ClaimsPrincipal user) => user.IsHeld() ? "held" : "free").RequireAuthorization().AllowWhileHeld();
        web.MapPost("/basket", (ClaimsPrincipal user) => user.IsHeld() ? "held" : "free").RequireAuthorization().AllowWhileHeld();
        web.MapGet("/danger", static () => "done").RequireFresh(TimeSpan.FromMinutes(5));
        web.MapPost("/danger", static () => "done").RequireFresh(TimeSpan.FromMinutes(5));
        web.MapGet("/danger/policy", static () => "done").RequireAuthorization("fresh");
        web.MapGet("/danger/attribute", [RequireFresh(300)] static () => "done");
        web.MapGet("/danger/both", static () => "done").RequireFresh(TimeSpan.FromHours(1)).RequireFresh(TimeSpan.FromMinutes(5));
        web.MapGet("/danger/basket", static () => "done").RequireFresh(TimeSpan.FromMinutes(5)).AllowWhileHeld();
        web.MapGet("/danger/admin", static () => "done").RequireFresh(TimeSpan.FromMinutes(5)).RequireScope("admin");
    }

    private sealed record Secret(string Password, string? Scope = null);
}
