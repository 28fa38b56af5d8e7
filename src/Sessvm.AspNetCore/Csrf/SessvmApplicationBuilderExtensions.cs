using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Sessvm into the pipeline.</summary>
public static class SessvmApplicationBuilderExtensions
{
    /// <summary>Checks CSRF for requests whose session came from a cookie. Belongs after routing and authentication; <c>MapSessvm</c> adds it to a <see cref="WebApplication"/> that has not got it.</summary>
    /// <param name="app">The application.</param>
    /// <exception cref="InvalidOperationException"><c>AddSessvm</c> was not called.</exception>
    public static IApplicationBuilder UseSessvm(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var registry = app.ApplicationServices.GetService<SchemeRegistry>()
            ?? throw new InvalidOperationException("There are no services of Sessvm; call builder.Services.AddSessvm() first.");
        registry.ChecksCsrf = true;
        return app.UseMiddleware<CsrfMiddleware>();
    }
}
