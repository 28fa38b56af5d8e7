using System.Security.Claims;
using Sessvm.AspNetCore;

namespace Sessvm.Demo.Pages;

/// <summary>What <c>POST /api/email</c> takes.</summary>
internal sealed record EmailRequest(string? Email);

/// <summary>What it answers.</summary>
internal sealed record EmailAnswer(bool Ok, string Sub, string Email);

/// <summary>Stands for whatever should need fresh credentials: the demo keeps no addresses.</summary>
internal static class EmailEndpoint
{
    public static IResult Handle(EmailRequest request, ClaimsPrincipal user) =>
        request.Email is { Length: > 2 and <= 254 } email && email.IndexOf('@') is > 0 and var at && at < email.Length - 1
            ? Results.Json(new EmailAnswer(true, user.GetSession()!.Subject, email))
            : Results.Problem("Send an address: {\"email\":\"alice@example.com\"}.", statusCode: StatusCodes.Status400BadRequest);
}
