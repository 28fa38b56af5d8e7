using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>The status and the <c>WWW-Authenticate</c> value of each reason (RFC 6750, 3; RFC 9470, 3).</summary>
internal static class Challenges
{
    private static readonly string[] Values = [.. Enum.GetValues<SessionReason>().Select(Make)];

    /// <param name="reason">Why.</param>
    /// <param name="maxAge">How old the credentials may be, where they are too old.</param>
    public static string For(SessionReason reason, TimeSpan? maxAge = null) =>
        reason == SessionReason.StepUpRequired && maxAge is { } most
            ? string.Create(CultureInfo.InvariantCulture, $"{Values[(int)reason]}, max_age=\"{Math.Ceiling(most.TotalSeconds)}\"")
            : Values[(int)reason];

    public static int ToStatus(this SessionReason reason) => reason switch
    {
        SessionReason.MissingCsrfCookie or SessionReason.MissingCsrfHeader or SessionReason.CsrfMismatch or SessionReason.CrossSite
            or SessionReason.TooManySessions
            => StatusCodes.Status403Forbidden,
        SessionReason.RateLimited => StatusCodes.Status429TooManyRequests,
        SessionReason.StoreUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status401Unauthorized,
    };

    private static string Make(SessionReason reason) => reason switch
    {
        SessionReason.None or SessionReason.MissingBearer => "Bearer",
        SessionReason.StepUpRequired => $"Bearer error=\"insufficient_user_authentication\", error_description=\"{reason.ToCode()}\"",
        _ => $"Bearer error=\"invalid_token\", error_description=\"{reason.ToCode()}\"",
    };
}
