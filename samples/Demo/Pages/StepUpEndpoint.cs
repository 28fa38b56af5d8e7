using System.Security.Claims;
using Sessvm.AspNetCore;
using Sessvm.Demo.Setup;

namespace Sessvm.Demo.Pages;

/// <summary>What <c>POST /step-up</c> takes.</summary>
internal sealed record StepUpRequest(string? Password);

/// <summary>Checks the password of whoever is signed in once more, and has the session go on with fresh credentials.</summary>
internal static class StepUpEndpoint
{
    public static async Task<IResult> HandleAsync(StepUpRequest request, ClaimsPrincipal user, HttpContext context, IConfiguration configuration)
    {
        if (DemoUsers.Check(user.GetSession()!.Subject, request.Password) is null)
        {
            return Refused("bad-credentials");
        }

        var result = await context.SessvmStepUpAsync();
        return result.Succeeded ? LoginEndpoint.Granted(result.Grant, configuration) : Refused(result.Reason.ToCode());
    }

    private static IResult Refused(string reason) => Results.Json(new LoginAnswer(false) { Rsn = reason }, statusCode: StatusCodes.Status401Unauthorized);
}
