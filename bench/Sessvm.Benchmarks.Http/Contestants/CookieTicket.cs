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

    public override void MapTo(WebApplication app) => app.MapPost("/login", static (HttpContext context) =>
        context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(Claims, CookieAuthenticationDefaults.AuthenticationScheme))));

    public override async Task<IReadOnlyList<string>> SignInAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsync("/login", null);
        return [CookieHeader(answer)];
    }

    protected virtual void Configure(CookieAuthenticationOptions options)
    {
    }
}
