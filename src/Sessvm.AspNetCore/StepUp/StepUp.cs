using Microsoft.AspNetCore.Authentication;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>Finishes a step-up: renews the session, and gives the client what it goes on with.</summary>
internal static class StepUp
{
    public static async Task<RenewResult> RunAsync(SessvmHandler handler, SessionChange? change)
    {
        var scheme = handler.Parts;
        var context = handler.Http;
        var credential = handler.Credential;
        if (handler.Session is not { } session || credential.Device is not { } device)
        {
            return new RenewResult(handler.Reason == SessionReason.None ? SessionReason.MissingBearer : handler.Reason, null);
        }

        var result = await scheme.Service.RenewAsync(
            new RenewRequest(session.Id, scheme.FingerprintOf(context)) { HeldGeneration = session.Generation, Change = change },
            context.RequestAborted);
        if (!result.Succeeded)
        {
            return result;
        }

        // A client that holds the token itself gets it from the application; in cookie mode it has no use for cookies.
        if (credential.Source == CredentialSource.Cookie || !scheme.CookieMode)
        {
            CookieWriter.Write(
                context, scheme, result.Grant.Row, result.Grant.AccessToken.Reveal(), result.Grant.CsrfToken.Reveal(), device, handler.Log);
        }

        SignIn.Follow(context, scheme, new AuthenticationProperties());
        return result;
    }
}
