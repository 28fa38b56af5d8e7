using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>
/// Ends sessions of users who were removed, locked out or may no longer sign in, and of those whose security stamp has
/// changed since: a new password, a new second factor, a removed login.
/// </summary>
/// <typeparam name="TUser">The user's type.</typeparam>
internal sealed class SecurityStampValidator<TUser>(IServiceScopeFactory scopes, IOptions<IdentityOptions> options) : ISessionValidator
    where TUser : class
{
    public async ValueTask<SessionValidation> ValidateAsync(SessionRow row, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        var user = await users.FindByIdAsync(row.Subject);
        if (user is null
            || (users.SupportsUserLockout && await users.IsLockedOutAsync(user))
            || (scope.ServiceProvider.GetService<SignInManager<TUser>>() is { } signIn && !await signIn.CanSignInAsync(user)))
        {
            return SessionValidation.End;
        }

        if (users.SupportsUserSecurityStamp)
        {
            string type = options.Value.ClaimsIdentity.SecurityStampClaimType;
            string? known = row.Claims.Concat(row.TokenClaims).FirstOrDefault(claim => claim.Type == type).Value;
            if (known != await users.GetSecurityStampAsync(user))
            {
                return SessionValidation.End;
            }
        }

        return SessionValidation.Continue;
    }
}
