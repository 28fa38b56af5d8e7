using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore.Tests;

/// <summary>What an application would have: a login, pages, an API and a socket.</summary>
internal static class TestEndpoints
{
    public static void Map(WebApplication app)
    {
        app.UseWebSockets();
        MapLogin(app);
        app.MapGet("/me", (HttpContext context) => Results.Json(new { sub = context.User.GetSession()!.Subject })).RequireAuthorization();
        app.MapPost("/me", (HttpContext context) => Results.Json(new { sub = context.User.GetSession()!.Subject })).RequireAuthorization();
        app.MapGet("/timer", () => "tick").RequireAuthorization().AsBackground();
        app.MapGet("/admin", () => "secret").RequireScope("admin");
        app.MapGet("/open", (HttpContext context) => context.User.GetSession()?.Subject ?? "nobody");
        app.MapPost("/open", (HttpContext context) => context.User.GetSession()?.Subject ?? "nobody");
        app.MapPost("/hook", () => "hooked").DisableSessvmCsrf();
        app.MapPost("/signout", (HttpContext context) => context.SignOutAsync()).RequireAuthorization();
        app.Map("/ws", EchoAsync);
    }

    public static void MapLogin(WebApplication app, string path = "/login", string? scheme = null) =>
        app.MapPost(path, async (HttpContext context) =>
        {
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, body.GetProperty("user").GetString()!), new(ClaimTypes.Name, "Name of " + body.GetProperty("user").GetString()) };
            if (body.TryGetProperty("scopes", out var scopes))
            {
                claims.AddRange(scopes.EnumerateArray().Select(one => new Claim("scope", one.GetString()!)));
            }

            var result = await context.SessvmSignInAsync(
                new ClaimsPrincipal(new ClaimsIdentity(claims, "password")),
                new AuthenticationProperties
                {
                    IsPersistent = body.TryGetProperty("persistent", out var persistent) && persistent.GetBoolean(),
                    WantsRefreshToken = body.TryGetProperty("refresh", out var refresh) && refresh.GetBoolean(),
                },
                scheme);
            return result.Succeeded
                ? Results.Json(new
                {
                    ok = true,
                    sid = result.Grant.Row.Id.ToString(),
                    sub = result.Grant.Row.Subject,
                    atk = result.Grant.AccessToken.Reveal(),
                    rtk = result.Grant.RefreshToken?.Reveal(),
                    csrf = result.Grant.CsrfToken.Reveal(),
                })
                : Results.Json(new { ok = false }, statusCode: 409);
        }).AsSignIn(scheme);

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.AcceptSessvmWebSocketAsync("app.echo");
        if (socket is null)
        {
            return;
        }

        var buffer = new byte[1024];
        await socket.SendAsync(Encoding.UTF8.GetBytes(context.User.GetSession()!.Subject), WebSocketMessageType.Text, true, default);
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), default);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, default);
        }
    }
}
