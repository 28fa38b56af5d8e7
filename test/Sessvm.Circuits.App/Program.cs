using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Sessvm.Circuits;
using Sessvm.Sessions;
using Sessvm.Stores;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSessvm();
builder.Services.AddAuthorization();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapSessvm();
app.MapStaticAssets();
app.MapPost("/login", async (HttpContext http) =>
{
    await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "alice"), new(ClaimTypes.Name, "alice")], "password")));
    return Results.Redirect("/");
}).AsSignIn().DisableAntiforgery();
app.MapPost("/end", (SessionService sessions) => sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Administrative).AsTask()).DisableAntiforgery();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();
