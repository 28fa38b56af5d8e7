using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Whether there is room for one more live connection.</summary>
internal enum Admission
{
    /// <summary>There is.</summary>
    Admitted,

    /// <summary>The session has as many as it may.</summary>
    SessionFull,

    /// <summary>This node has.</summary>
    NodeFull,
}

/// <summary>Answers those for whom there is none, before their connection opens.</summary>
internal static class Crowding
{
    public const string Reason = "too-many-connections";
    private const int RetryAfter = 10; // seconds

    public static Task RefuseAsync(HttpContext context, Admission admission)
    {
        context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        int status = admission == Admission.NodeFull ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
        return Answers.WriteAsync(context, status, new RefusalAnswer(Reason), SessvmJson.Default.RefusalAnswer);
    }
}
