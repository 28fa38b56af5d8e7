using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;

// The README's application, and what an application that is compiled ahead of time says besides: how its JSON is read.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSessvm().UseSqlite("sessions.db");
builder.Services.AddAuthorization();
builder.Services.ConfigureHttpJsonOptions(static options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LoginJson.Default));
var app = builder.Build();
app.MapSessvm();
app.MapPost("/login", async (Login login, HttpContext http) =>
{
    if (login.Password != "correct horse") { return Results.Unauthorized(); } // your own check
    await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, login.User)], "password")));
    return Results.Ok();
}).AsSignIn();
app.MapGet("/me", (ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)).RequireAuthorization();
app.Run();

record Login(string User, string Password);

[JsonSerializable(typeof(Login))]
internal sealed partial class LoginJson : JsonSerializerContext;
