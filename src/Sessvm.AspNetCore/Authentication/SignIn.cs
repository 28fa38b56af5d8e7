using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Turns a principal into a session: a new one, or the renewal of the one that the same user has here.</summary>
internal static class SignIn
{
    public static async Task<StartResult> RunAsync(SessvmHandler handler, ClaimsPrincipal user, AuthenticationProperties properties)
    {
        var scheme = handler.Parts;
        var context = handler.Http;
        var parts = scheme.Claims.Take(user);
        var fingerprint = scheme.FingerprintOf(context);
        bool wantsRefresh = properties.WantsRefreshToken;
        var device = handler.Credential is { Device: { } known, DeviceClash: false } ? known : Guid.NewGuid();
        var present = handler.Session
            ?? (handler.Reason is SessionReason.StepUpRequired or SessionReason.AccessExpired ? await AwaitedSession.FindAsync(handler) : null);
        StartResult? result = null;
        if (present is not null && present.Subject == parts.Subject && present.Persistent == properties.IsPersistent && !wantsRefresh
            && properties.ExpiresUtc is null)
        {
            // Login on an existing session is a renewal: the session goes on, and every older token is refused. A principal
            // that was made of the token alone knows nothing of the row's claims, and does not take them away.
            var renewed = await scheme.Service.RenewAsync(
                new RenewRequest(present.Id, fingerprint)
                {
                    HeldGeneration = present.Generation,
                    Change = new SessionChange { Scopes = parts.Scopes, TokenClaims = parts.InToken, Claims = parts.InRow.Count == 0 ? null : parts.InRow },
                },
                context.RequestAborted);
            result = renewed.Succeeded ? new StartResult(SessionReason.None, renewed.Grant, []) : null;
        }
        else if (scheme.Service.Tokens.ReadAccess(handler.Credential.Token.Span, scheme.Now, out var earlier) == TokenStatus.Ok
            && earlier.Subject != parts.Subject)
        {
            // Somebody else signs in here: what the cookie is about to forget must not live on unseen, also where its
            // token has expired (ASVS 7.2.4).
            await scheme.Service.EndAsync(EndTarget.One(earlier.Session), EndReason.SignedOut, context.RequestAborted);
        }

        result ??= await scheme.Service.StartAsync(
            new StartRequest
            {
                Subject = parts.Subject,
                Device = device,
                Fingerprint = fingerprint,
                Scopes = parts.Scopes,
                TokenClaims = parts.InToken,
                Claims = parts.InRow,
                Persistent = properties.IsPersistent,
                WithRefreshToken = wantsRefresh,
                AbsoluteTimeout = Lifetime(properties, scheme),
            },
            context.RequestAborted);
        if (!result.Succeeded)
        {
            Log.SignInRefused(handler.Log, scheme.Name, result.Reason);
            return result;
        }

        CookieWriter.Write(
            context, scheme, result.Grant.Row, result.Grant.AccessToken.Reveal(), result.Grant.CsrfToken.Reveal(), device, handler.Log);
        Follow(context, scheme, properties);
        return result;
    }

    // Redirects as the framework's cookie handler does: from the login page, back to where a challenge came from.
    public static void Follow(HttpContext context, SessvmScheme scheme, AuthenticationProperties properties)
    {
        if (!scheme.Options.LoginPath.HasValue || context.Request.PathBase + context.Request.Path != context.Request.PathBase + scheme.Options.LoginPath)
        {
            return;
        }

        string? target = properties.RedirectUri ?? context.Request.Query[scheme.Options.ReturnUrlParameter].ToString();
        if (target is ['/', ..] and not ['/', '/' or '\\', ..]
            && !target.AsSpan().ContainsAnyExceptInRange('!', '~') // a browser drops a tab or a line break: /<tab>/host is another site
            && Navigation.Is(context.Request))
        {
            context.Response.Redirect(target);
        }
    }

    private static TimeSpan? Lifetime(AuthenticationProperties properties, SessvmScheme scheme)
    {
        if (properties.ExpiresUtc is not { } until)
        {
            return null;
        }

        var life = until - scheme.Now;
        return life > scheme.Options.AbsoluteTimeout ? scheme.Options.AbsoluteTimeout
            : life < scheme.Options.AccessLifetime ? scheme.Options.AccessLifetime
            : life;
    }
}
