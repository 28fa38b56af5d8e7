using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>
/// Demands that the session's credentials are young: those of its sign-in, or of its last renewal with fresh ones. What is
/// refused is answered <c>step-up-required</c> with the age in <c>max_age</c> (RFC 9470, 3).
/// </summary>
public sealed class FreshRequirement : AuthorizationHandler<FreshRequirement>, IAuthorizationRequirement
{
    /// <summary>Makes a requirement.</summary>
    /// <param name="maxAge">How old the credentials may be: more than zero, and at most <see cref="SessvmOptions.AbsoluteTimeout"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is not positive.</exception>
    public FreshRequirement(TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxAge, TimeSpan.Zero);
        MaxAge = maxAge;
    }

    /// <summary>How old the credentials may be.</summary>
    public TimeSpan MaxAge { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Fresh: {MaxAge}";

    /// <inheritdoc/>
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(requirement);
        if (context.User.Identities.OfType<SessvmIdentity>().FirstOrDefault() is not { } identity)
        {
            return;
        }

        bool fresh = context.Resource switch
        {
            HttpContext http => await OfRequestAsync(http, identity, requirement.MaxAge),
            HubInvocationContext call => await OfCallAsync(call, identity, requirement.MaxAge),
            _ => false,
        };
        if (fresh)
        {
            context.Succeed(requirement);
        }
        else
        {
            context.Fail();
        }
    }

    private static async ValueTask<bool> OfRequestAsync(HttpContext http, SessvmIdentity identity, TimeSpan maxAge)
    {
        var handler = await SessvmHandlers.GetAsync(http, identity.Scheme);
        var reason = SessionReason.StepUpRequired;
        if (!identity.IsHeld)
        {
            try
            {
                reason = await handler.Parts.Service.CheckFreshAsync(identity.Session, maxAge, http.RequestAborted);
            }
            catch (SessionStoreException failure)
            {
                Log.StoreFailed(handler.Log, handler.Parts.Name, failure);
                reason = SessionReason.StoreUnavailable;
            }
        }

        if (reason != SessionReason.None)
        {
            handler.Withdraw(reason, reason == SessionReason.StepUpRequired && !identity.IsHeld ? maxAge : null);
        }

        return reason == SessionReason.None;
    }

    // A connection keeps the token that it was opened with. One from before a renewal does not get younger by it: it may not
    // be its owner's.
    private static async ValueTask<bool> OfCallAsync(HubInvocationContext call, SessvmIdentity identity, TimeSpan maxAge)
    {
        var service = call.ServiceProvider.GetRequiredService<SchemeRegistry>().Get(identity.Scheme).Service;
        try
        {
            return !service.IsRefused(identity.Session.Id, identity.Session.Floor)
                && await service.CheckFreshAsync(identity.Session, maxAge, call.Context.ConnectionAborted) == SessionReason.None;
        }
        catch (SessionStoreException failure)
        {
            throw new HubException("The session store cannot be reached.", failure);
        }
    }
}
