using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sessvm.AspNetCore;

/// <summary>
/// Checks CSRF once the endpoint is known: for each unsafe request whose session came from a cookie. What is
/// authenticated later than this is checked by the handler itself, so no order of middleware opens a hole.
/// </summary>
internal sealed class CsrfMiddleware(RequestDelegate next, SchemeRegistry schemes, ILoggerFactory loggers)
{
    private static readonly object Passed = new();

    private readonly ILogger _logger = loggers.CreateLogger("Sessvm");

    /// <summary>Whether this request has been through here.</summary>
    public static bool HasPassed(HttpContext context) => context.Items.ContainsKey(Passed);

    public Task InvokeAsync(HttpContext context) =>
        Requests.IsSafe(context) ? next(context) : CheckAsync(context);

    private async Task CheckAsync(HttpContext context)
    {
        context.Items[Passed] = Passed;
        if (SignInEndpoint.Of(context) is not null && SignInEndpoint.Refusal(context, schemes) is { } refusal)
        {
            await refusal(context);
            return;
        }

        if (!CsrfExemption.Has(context))
        {
            foreach (string name in schemes.Names)
            {
                var handler = await SessvmHandlers.GetAsync(context, name);
                if (handler is not { Session: { } session, Credential.Source: CredentialSource.Cookie })
                {
                    continue;
                }

                var reason = await CsrfCheck.RunAsync(context, handler.Parts, handler.Credential, session.Id);
                if (reason != SessionReason.None && !await HasAntiforgeryAsync(context, reason))
                {
                    Log.CsrfRefused(_logger, name, reason);
                    await Answers.RefuseAsync(context, reason);
                    return;
                }
            }
        }

        await next(context);
    }

    // A valid antiforgery token counts where the endpoint requires one; it does not answer for where a request comes from.
    private static async ValueTask<bool> HasAntiforgeryAsync(HttpContext context, SessionReason reason)
    {
        if (reason == SessionReason.CrossSite
            || context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
        {
            return false;
        }

        if (context.Features.Get<IAntiforgeryValidationFeature>() is { } known)
        {
            return known.IsValid;
        }

        return context.RequestServices.GetService<IAntiforgery>() is { } antiforgery && await antiforgery.IsRequestValidAsync(context);
    }
}
