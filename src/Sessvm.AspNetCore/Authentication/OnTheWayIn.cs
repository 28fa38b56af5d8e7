using Microsoft.AspNetCore.Http;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>
/// Server-rendered applications need no script: an expired token is exchanged on the way in of a safe navigation, and
/// of a form post from the same origin whose CSRF check passes.
/// </summary>
internal static class OnTheWayIn
{
    /// <summary>The successor's text, or why there is none: <see cref="SessionReason.AccessExpired"/> where no exchange was tried.</summary>
    public static async ValueTask<(SessionReason Reason, string? Successor)> ExchangeAsync(SessvmHandler handler)
    {
        var context = handler.Http;
        var credential = handler.Credential;
        if (credential.Source != CredentialSource.Cookie
            || credential.Device is null
            || context.Response.HasStarted
            || (CsrfExemption.IsOwn(context) && !Requests.IsSafe(context.Request.Method)) // refresh and logout take it as it is
            || !await MayAsync(handler, context))
        {
            return (SessionReason.AccessExpired, null);
        }

        var (reason, wait, result) = await Exchanges.RunAsync(context, handler.Parts, credential, handler.Log);
        Answers.SetWait(context, wait);
        return (reason, reason == SessionReason.None ? result!.AccessToken!.Value.Reveal() : null);
    }

    private static async ValueTask<bool> MayAsync(SessvmHandler handler, HttpContext context)
    {
        var request = context.Request;
        if (!Navigation.Is(request))
        {
            return false;
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return true;
        }

        // A form is read only for a token that is genuinely ours.
        return HttpMethods.IsPost(request.Method)
            && Requests.HasForm(request)
            && handler.Parts.Service.Tokens.ReadAccess(handler.Credential.Token.Span, handler.Parts.Now, out var token) == TokenStatus.Ok
            && await CsrfCheck.RunAsync(context, handler.Parts, handler.Credential, token.Session) == SessionReason.None;
    }
}
