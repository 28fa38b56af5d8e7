using Microsoft.AspNetCore.Http;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary><c>POST /auth/refresh</c>: exchanges the access token, expired or not.</summary>
internal static class RefreshEndpoint
{
    public static async Task RunAsync(HttpContext context, SessvmHandler handler)
    {
        var (goOn, body) = await JsonBody.ReadAsync(context, SessvmJson.Default.RefreshBody);
        if (!goOn)
        {
            return;
        }

        var scheme = handler.Parts;
        var credential = EndpointCall.WithDevice(CredentialReader.Read(context.Request, scheme, out _), body?.Device);
        var reason = credential switch
        {
            { Source: not CredentialSource.Header and not CredentialSource.Cookie } => SessionReason.MissingBearer,
            { DeviceClash: true } => SessionReason.DeviceMismatch,
            { Device: null } => SessionReason.MissingDevice,
            _ => await EndpointCall.ForgedAsync(context, scheme, credential),
        };
        if (reason != SessionReason.None)
        {
            await RefuseAsync(context, reason, null);
            return;
        }

        var (refusal, wait, result) = await Exchanges.RunAsync(context, scheme, credential, handler.Log);
        if (refusal != SessionReason.None)
        {
            Answers.SetWait(context, wait);
            await RefuseAsync(context, refusal, result?.Session);
            return;
        }

        await Answers.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new RefreshAnswer(
                true,
                result!.Refreshed,
                credential.Source == CredentialSource.Cookie ? null : result.AccessToken!.Value.Reveal(),
                result.Row!.Id.ToString())
            {
                Csrf = scheme.Service.Csrf.Mint(result.Row.Id, scheme.Now),
                SecondsLeft = (int)Math.Max(0, (result.Row.Access.ExpiresAt - scheme.Now).TotalSeconds),
            },
            SessvmJson.Default.RefreshAnswer);
    }

    public static Task RefuseAsync(HttpContext context, SessionReason reason, SessionId? session) =>
        Answers.WriteAsync(
            context,
            Answers.Prepare(context, reason),
            new RefreshAnswer(false, false, null, session?.ToString()) { Reason = reason.ToCode() },
            SessvmJson.Default.RefreshAnswer);
}
