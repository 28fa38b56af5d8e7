using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Sessvm.AspNetCore;
using Sessvm.Demo.Setup;
using Sessvm.Sessions;

namespace Sessvm.Demo.Pages;

/// <summary>What <c>POST /login</c> takes.</summary>
internal sealed record LoginRequest(string? User, string? Password, bool Refresh = false, bool Remember = false);

/// <summary>What it answers. In cookie mode <c>atk</c> is not in the body: the cookie carries it.</summary>
internal sealed record LoginAnswer(bool Ok, string? Sid, string? Sub, string? Csrf, string? Atk, string? Rtk, string? Did, string? Rsn);

/// <summary>Checks the password, and signs in.</summary>
internal static class LoginEndpoint
{
    public static async Task<IResult> HandleAsync(LoginRequest login, HttpContext context, IConfiguration configuration)
    {
        if (DemoUsers.Check(login.User, login.Password) is not { } scopes)
        {
            return Refused("bad-credentials", StatusCodes.Status401Unauthorized);
        }

        var user = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, login.User!), new(ClaimTypes.Name, login.User!), .. scopes.Select(scope => new Claim("scope", scope))],
            "password"));
        var result = await context.SessvmSignInAsync(
            user, new AuthenticationProperties { IsPersistent = login.Remember, WantsRefreshToken = login.Refresh });
        if (!result.Succeeded)
        {
            return Refused(result.Reason.ToCode(), StatusCodes.Status403Forbidden);
        }

        var grant = result.Grant;
        bool bearer = string.Equals(configuration["Sessvm:Mode"], "Bearer", StringComparison.OrdinalIgnoreCase);
        return Results.Json(new LoginAnswer(
            true, grant.Row.Id.ToString(), grant.Row.Subject, grant.CsrfToken.Reveal(),
            bearer || login.Refresh ? grant.AccessToken.Reveal() : null, grant.RefreshToken?.Reveal(), null, null));
    }

    private static IResult Refused(string reason, int status) =>
        Results.Json(new LoginAnswer(false, null, null, null, null, null, null, reason), statusCode: status);
}
