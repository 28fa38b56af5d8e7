using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>ASP.NET Core's bearer token: the same ticket in a header.</summary>
internal sealed class BearerTicket : Contestant
{
    public override string Name => "bearer-ticket";

    public override string Title => "ASP.NET Core's bearer token";

    public override void AddTo(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken(static options => options.BearerTokenExpiration = TimeSpan.FromHours(4));

    public override void MapTo(WebApplication app) => app.MapPost("/login", static (HttpContext context, int user) =>
        context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(Claims(user), BearerTokenDefaults.AuthenticationScheme))));

    public override async Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user)
    {
        using HttpResponseMessage answer = await client.PostAsync($"/login?user={user}", null);
        using JsonDocument body = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return [$"Authorization: Bearer {body.RootElement.GetProperty("accessToken").GetString()}"];
    }
}
