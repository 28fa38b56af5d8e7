using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore;

/// <summary>Finds the handler of a request: it holds what the request carried, why it was refused, and whose it is.</summary>
internal static class SessvmHandlers
{
    public static async ValueTask<SessvmHandler> GetAsync(HttpContext context, string? scheme)
    {
        string name = scheme ?? context.RequestServices.GetRequiredService<SchemeRegistry>().Primary;
        var handler = await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, name);
        return handler as SessvmHandler
            ?? throw new ArgumentException($"'{name}' is no scheme of Sessvm; allowed is one that was added with AddSessvm.", nameof(scheme));
    }
}
