using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Writes answers: JSON, never stored by a cache.</summary>
internal static class Answers
{
    private const string RetryAfterStore = "2"; // seconds: long enough for a failover to make progress
    private const string RetryAfterLimit = "10"; // where nobody has said it more exactly

    public static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> json)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, json, contentType: "application/json", cancellationToken: context.RequestAborted);
    }

    public static Task EmptyAsync(HttpContext context, int status = StatusCodes.Status204NoContent)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    /// <summary>The plain refusal: <c>{"ok":false,"rsn":"…"}</c>, with the status and headers that go with the reason.</summary>
    public static Task RefuseAsync(HttpContext context, SessionReason reason, TimeSpan? maxAge = null)
    {
        int status = Prepare(context, reason, maxAge);
        return WriteAsync(context, status, new RefusalAnswer(reason.ToCode()), SessvmJson.Default.RefusalAnswer);
    }

    /// <summary>What no other shape is defined for: ProblemDetails (RFC 9457).</summary>
    public static Task ProblemAsync(HttpContext context, int status, string detail)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    /// <summary>Sets the headers that go with a reason, and tells its status.</summary>
    public static int Prepare(HttpContext context, SessionReason reason, TimeSpan? maxAge = null)
    {
        int status = reason.ToStatus();
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterStore;
        }
        else if (status == StatusCodes.Status429TooManyRequests && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = RetryAfterLimit;
        }
        else if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = Challenges.For(reason, maxAge);
        }

        return status;
    }

    /// <summary>Says how long to wait, where there is need to.</summary>
    public static void SetWait(HttpContext context, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
