using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Sets and clears a scheme's cookies. A response that sets one is <c>no-store</c>, whatever is done to it later.</summary>
internal static class CookieWriter
{
    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(365);

    /// <summary>Sets all three. The token's lives until the session's deadline, not the token's: an expired one must still arrive.</summary>
    public static void Write(HttpContext context, SessvmScheme scheme, SessionRow row, string access, string csrf, Guid device, ILogger logger)
    {
        if (scheme.Cookies.For(context.Request, scheme.Options.Insecure) is not { } names)
        {
            Log.CookieWithheld(logger, Printable(context.Request.Host.Host));
            return;
        }

        TimeSpan? life = row.Persistent ? row.Deadline - scheme.Now : null;
        Append(context, scheme, names.Access, access, life, hidden: scheme.CookieMode);
        Append(context, scheme, names.Csrf, csrf, life, hidden: false);
        Append(context, scheme, names.Device, device.ToString("D"), DeviceLife, hidden: scheme.CookieMode);
        ForbidStorage(context);
    }

    /// <summary>Sets the CSRF token's once more, where a client has lost it.</summary>
    public static void WriteCsrf(HttpContext context, SessvmScheme scheme, SessionRow row, string csrf)
    {
        if (scheme.Cookies.For(context.Request, scheme.Options.Insecure) is { } names)
        {
            Append(context, scheme, names.Csrf, csrf, row.Persistent ? row.Deadline - scheme.Now : null, hidden: false);
            ForbidStorage(context);
        }
    }

    /// <summary>Clears the token's and the CSRF token's. The device stays the same one.</summary>
    public static void Clear(HttpContext context, SessvmScheme scheme)
    {
        if (scheme.Cookies.For(context.Request, scheme.Options.Insecure) is { } names)
        {
            Append(context, scheme, names.Access, "", TimeSpan.Zero, hidden: scheme.CookieMode);
            Append(context, scheme, names.Csrf, "", TimeSpan.Zero, hidden: false);
            ForbidStorage(context);
        }
    }

    /// <summary>Keeps every cache from storing the response: said now, and once more when it starts.</summary>
    public static void ForbidStorage(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Response.HasStarted)
        {
            context.Response.OnStarting(static state =>
            {
                ((HttpResponse)state).Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            }, context.Response);
        }
    }

    private static void Append(HttpContext context, SessvmScheme scheme, string name, string value, TimeSpan? life, bool hidden) =>
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            Path = "/",
            Domain = scheme.Cookies.Domain,
            Secure = context.Request.IsHttps,
            HttpOnly = hidden,
            SameSite = scheme.Cookies.SameSite,
            MaxAge = life,
            IsEssential = true,
        });

    private static string Printable(string host) => host.Length <= 255 ? host : host[..255];
}
