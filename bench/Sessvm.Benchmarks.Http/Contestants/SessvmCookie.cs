using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>Sessvm in cookie mode, with its defaults and the memory store.</summary>
internal class SessvmCookie : Contestant
{
    public override string Name => "sessvm";

    public override string Title => "Sessvm, cookie";

    protected virtual string Mode => "Cookie";

    public override void AddTo(WebApplicationBuilder builder)
    {
        builder.Configuration["Sessvm:Secret"] = "an-example-secret-of-forty-odd-bytes-0123456789";
        builder.Configuration["Sessvm:Mode"] = Mode;
        builder.Services.AddSessvm(static options => options.AccessLifetime = TimeSpan.FromHours(4));
    }

    public override void MapTo(WebApplication app)
    {
        app.MapSessvm();
        app.MapPost("/login", static (HttpContext context, int user) =>
            context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(Claims(user), "password")))).AsSignIn();
    }

    public override async Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user)
    {
        using HttpResponseMessage answer = await client.PostAsync($"/login?user={user}", JsonContent.Create(new { }));
        return Headers(CookieHeader(answer));
    }

    protected virtual IReadOnlyList<string> Headers(string cookies) => [cookies];
}
