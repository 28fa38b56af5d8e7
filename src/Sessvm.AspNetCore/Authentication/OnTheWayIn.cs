using Microsoft.AspNetCore.Http;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>
/// Server-rendered applications need no script: an expired token is exchanged on the way in of a safe navigation, and
/// of a form post from the same origin whose CSRF check passes.
/// </summary>
internal static class OnTheWayIn
{
    /// <summary>The successor's text; <see langword="null"/> where there is none, and then the handler knows why.</summary>
    public static async ValueTask<string?> ExchangeAsync(SessvmHandler handler)
    {
        var context = handler.Http;
        var credential = handler.Credential;
        if (credential.Source != CredentialSource.Cookie
            || credential.Device is null
            || context.Response.HasStarted
            || CsrfExemption.IsOwn(context)
            || !await MayAsync(handler, context))
        {
            return null;
        }

        var (reason, _, result) = await Exchanges.RunAsync(context, handler.Parts, credential, handler.Log);
        return reason == SessionReason.None ? result!.AccessToken!.Value.Reveal() : null;
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
