using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary><c>POST /auth/logout</c>: ends the session of any genuine token, also of an expired one or a predecessor.</summary>
internal static class LogoutEndpoint
{
    public static async Task RunAsync(HttpContext context, SessvmHandler handler)
    {
        var scheme = handler.Parts;
        var credential = CredentialReader.Read(context.Request, scheme, out _);
        if (credential.Source is not CredentialSource.Header and not CredentialSource.Cookie)
        {
            await Answers.RefuseAsync(context, SessionReason.MissingBearer);
            return;
        }

        if (await EndpointCall.ForgedAsync(context, scheme, credential) is var reason and not SessionReason.None)
        {
            await Answers.RefuseAsync(context, reason);
            return;
        }

        bool genuine = await scheme.Service.SignOutAsync(credential.Token.ToString(), context.RequestAborted);
        CookieWriter.Clear(context, scheme);
        await (genuine ? Answers.EmptyAsync(context) : Answers.RefuseAsync(context, SessionReason.InvalidAccessToken));
    }
}
