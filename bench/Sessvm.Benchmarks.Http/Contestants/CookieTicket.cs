using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>ASP.NET Core's cookie authentication: the ticket is in the cookie.</summary>
internal class CookieTicket : Contestant
{
    public override string Name => "cookie";

    public override string Title => "cookie authentication";

    public override void AddTo(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Configure);

    public override void MapTo(WebApplication app) => app.MapPost("/login", static (HttpContext context, int user) =>
        context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(Claims(user), CookieAuthenticationDefaults.AuthenticationScheme))));

    public override async Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user)
    {
        using HttpResponseMessage answer = await client.PostAsync($"/login?user={user}", null);
        return [CookieHeader(answer)];
    }

    protected virtual void Configure(CookieAuthenticationOptions options)
    {
    }
}
