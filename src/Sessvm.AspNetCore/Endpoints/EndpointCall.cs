using Microsoft.AspNetCore.Http;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>What several endpoints begin with.</summary>
internal static class EndpointCall
{
    /// <summary>Authenticates, and checks CSRF. Where the answer is <see langword="null"/>, the request has been refused.</summary>
    public static async ValueTask<AuthenticatedSession?> SignedInAsync(SessvmHandler handler, string? method = null)
    {
        var context = handler.Http;
        await handler.AuthenticateAsync();
        if (handler.Session is not { } session)
        {
            await Answers.RefuseAsync(context, handler.Reason == SessionReason.None ? SessionReason.MissingBearer : handler.Reason);
            return null;
        }

        if (handler.Credential.Source == CredentialSource.Cookie
            && await CsrfCheck.RunAsync(context, handler.Parts, handler.Credential, session.Id, method) is var reason and not SessionReason.None)
        {
            await Answers.RefuseAsync(context, reason);
            return null;
        }

        return session;
    }

    /// <summary>Checks CSRF for a token that may have expired. One that is not genuine passes: what follows refuses it.</summary>
    public static ValueTask<SessionReason> ForgedAsync(HttpContext context, SessvmScheme scheme, Credential credential) =>
        credential.Source == CredentialSource.Cookie
        && scheme.Service.Tokens.ReadAccess(credential.Token.Span, scheme.Now, out var token) == TokenStatus.Ok
            ? CsrfCheck.RunAsync(context, scheme, credential, token.Session)
            : new(SessionReason.None);

    /// <summary>The credential with the device id of the body: it must be the same as any other that came.</summary>
    public static Credential WithDevice(Credential credential, string? device)
    {
        var ids = default(DeviceIds);
        ids.Add(device.AsSpan());
        return credential with
        {
            Device = credential.Device ?? ids.Value,
            DeviceClash = credential.DeviceClash || ids.Clash || (credential.Device is { } known && ids.Value is { } other && known != other),
        };
    }
}
