using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Sessvm.AspNetCore;
using Sessvm.Sessions;
using Sessvm.Stores;
using Outcome = Microsoft.AspNetCore.Authentication.AuthenticateResult;

namespace Microsoft.AspNetCore.Http;

/// <summary>What an endpoint asks of sessions.</summary>
public static class SessvmHttpContextExtensions
{
    /// <summary>Signs a user in, and tells what became of it and what the client is given. Cookies are set where the scheme and the connection allow.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">The user: the subject is the claim of type <c>NameIdentifier</c> or <c>sub</c>, scopes are claims of type <c>scope</c>.</param>
    /// <param name="properties">Whether cookies persist, a shorter lifetime, and whether a refresh token is wanted.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    /// <exception cref="ArgumentException">The principal has no subject, or more claims than a session may carry.</exception>
    public static async Task<StartResult> SessvmSignInAsync(
        this HttpContext context, ClaimsPrincipal user, AuthenticationProperties? properties = null, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        return await handler.StartAsync(user, properties);
    }

    /// <summary>
    /// Finishes a step-up: call it once fresh credentials of the request's user were given and are right. The session is renewed:
    /// a hold is lifted, the credentials count as fresh, every older token is refused at once on every node, and cookies are set
    /// where the client uses them.
    /// </summary>
    /// <param name="context">The request, of an endpoint that is marked with <c>AsStepUp</c>, so that a held session reaches it.</param>
    /// <param name="change">New scopes and claims; <see langword="null"/> to keep them.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    /// <returns>What the client is given, or why not: the request is not signed in, or the session has ended meanwhile.</returns>
    /// <exception cref="ArgumentException">The change is more than a session may carry.</exception>
    public static async Task<RenewResult> SessvmStepUpAsync(this HttpContext context, SessionChange? change = null, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        return await handler.StepUpAsync(change);
    }

    /// <summary>Authenticates a request by its session, whatever the application's default scheme is. <c>None</c> where it carries no credential of ours.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    public static async Task<Outcome> AuthenticateSessvmAsync(this HttpContext context, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await (await SessvmHandlers.GetAsync(context, scheme)).AuthenticateAsync();
    }

    /// <summary>Answers a request that is not signed in: the status and the reason that a client of sessions understands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    public static async Task ChallengeSessvmAsync(this HttpContext context, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        await (await SessvmHandlers.GetAsync(context, scheme)).ChallengeAsync(null);
    }

    /// <summary>What a sign-in or a step-up earlier in this request gave; <see langword="null"/> where there was none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    public static async ValueTask<SessionGrant?> GetSessvmGrantAsync(this HttpContext context, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (await SessvmHandlers.GetAsync(context, scheme)).Grant;
    }

    /// <summary>The row of the request's session, as the store has it now; <see langword="null"/> where the request is not signed in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    public static async ValueTask<SessionRow?> GetSessvmRowAsync(this HttpContext context, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        await handler.AuthenticateAsync();
        return handler.Session is { } session
            ? await handler.Parts.Service.FindAsync(session.Id, context.RequestAborted)
            : null;
    }

    /// <summary>The CSRF token of the request's session, for a form's field <c>__csrf</c>; <see langword="null"/> where the request is not signed in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    public static async ValueTask<string?> GetSessvmCsrfTokenAsync(this HttpContext context, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        await handler.AuthenticateAsync();
        return handler.Session is { } session ? handler.Parts.Service.Csrf.Mint(session.Id, handler.Parts.Now) : null;
    }

    /// <summary>Whether the user's session waits for fresh credentials, on an endpoint that serves it all the same: see <see cref="AllowWhileHeldAttribute"/>.</summary>
    /// <param name="user">The user, as <see cref="HttpContext.User"/> has it.</param>
    public static bool IsHeld(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Identities.OfType<SessvmIdentity>().FirstOrDefault() is { IsHeld: true };
    }

    /// <summary>The session of a user; <see langword="null"/> where the user is not signed in by a session.</summary>
    /// <param name="user">The user, as <see cref="HttpContext.User"/> or a hub has it.</param>
    public static AuthenticatedSession? GetSession(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Identities.OfType<SessvmIdentity>().FirstOrDefault()?.Session;
    }
}
