using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sessions for ASP.NET Core Identity.</summary>
public static class SessvmIdentityExtensions
{
    /// <summary>
    /// Asks Identity at each exchange whether the user may go on: a user who was removed or locked out, and a security
    /// stamp that has changed, end the session. Goes with <c>AddSessvm(IdentityConstants.ApplicationScheme)</c> over <c>AddIdentityCore</c>.
    /// </summary>
    /// <typeparam name="TUser">The user's type.</typeparam>
    /// <param name="builder">The scheme.</param>
    public static Sessvm.AspNetCore.SessvmBuilder UseIdentity<TUser>(this Sessvm.AspNetCore.SessvmBuilder builder)
        where TUser : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseValidator(static services => new Sessvm.AspNetCore.SecurityStampValidator<TUser>(
            services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<IOptions<IdentityOptions>>()));
    }
}
