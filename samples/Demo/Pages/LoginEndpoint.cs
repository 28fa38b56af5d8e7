using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Sessvm.AspNetCore;
using Sessvm.Demo.Setup;
using Sessvm.Sessions;

namespace Sessvm.Demo.Pages;

/// <summary>What <c>POST /login</c> takes.</summary>
internal sealed record LoginRequest(string? User, string? Password, bool Refresh = false, bool Remember = false);

/// <summary>What it answers. In cookie mode <c>atk</c> is not in the body: the cookie carries it.</summary>
internal sealed record LoginAnswer(bool Ok)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sid { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sub { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Csrf { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Atk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rtk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rsn { get; init; }
}

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

        return Granted(result.Grant, configuration);
    }

    /// <summary>What a client is given at a sign-in, and at a step-up.</summary>
    public static IResult Granted(SessionGrant grant, IConfiguration configuration)
    {
        bool bearer = string.Equals(configuration["Sessvm:Mode"], "Bearer", StringComparison.OrdinalIgnoreCase);
        return Results.Json(
            new LoginAnswer(true)
            {
                Sid = grant.Row.Id.ToString(),
                Sub = grant.Row.Subject,
                Csrf = grant.CsrfToken.Reveal(),
                Atk = bearer ? grant.AccessToken.Reveal() : null,
                Rtk = grant.RefreshToken?.Reveal(),
            });
    }

    private static IResult Refused(string reason, int status) =>
        Results.Json(new LoginAnswer(false) { Rsn = reason }, statusCode: status);
}
