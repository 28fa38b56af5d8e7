using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Demands that the row and the fingerprint policy accept this very request: one read of the store.</summary>
internal sealed class BindingRequirement : AuthorizationHandler<BindingRequirement>, IAuthorizationRequirement
{
    /// <inheritdoc/>
    public override string ToString() => "Binding";

    /// <inheritdoc/>
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, BindingRequirement requirement)
    {
        if (context.Resource is not HttpContext http
            || context.User.Identities.OfType<SessvmIdentity>().FirstOrDefault() is not { } identity)
        {
            return;
        }

        var handler = await SessvmHandlers.GetAsync(http, identity.Scheme);
        var (reason, _) = await FullVerdict.AskAsync(handler, identity.Session);
        if (reason == SessionReason.None)
        {
            context.Succeed(requirement);
            return;
        }

        handler.Withdraw(reason);
        context.Fail();
    }
}
