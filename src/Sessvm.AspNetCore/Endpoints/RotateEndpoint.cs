using Microsoft.AspNetCore.Http;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary><c>POST /auth/rotate</c>: trades a refresh token for the next pair. For clients that are no browsers: it reads and sets no cookie.</summary>
internal static class RotateEndpoint
{
    public static async Task RunAsync(HttpContext context, SessvmHandler handler)
    {
        var (goOn, body) = await JsonBody.ReadAsync(context, SessvmJson.Default.RotateBody);
        if (!goOn)
        {
            return;
        }

        var ids = default(DeviceIds);
        ids.Add(context.Request.Headers[WireNames.DeviceHeader]);
        ids.Add((body?.Device).AsSpan());
        var reason = string.IsNullOrEmpty(body?.RefreshToken) ? SessionReason.InvalidRefreshFormat
            : ids.Clash ? SessionReason.DeviceMismatch
            : ids.Value is null ? SessionReason.MissingDevice
            : SessionReason.None;
        if (reason != SessionReason.None)
        {
            await RefuseAsync(context, reason, null);
            return;
        }

        var scheme = handler.Parts;
        var fingerprint = scheme.FingerprintOf(context);
        bool genuine = scheme.Service.Tokens.ReadRefresh(body!.RefreshToken, scheme.Now, out var token) == TokenStatus.Ok;
        var limit = new Limit(scheme.Limiter, genuine ? token.Session : null, fingerprint.Network);
        var wait = limit.Before;
        if (wait == TimeSpan.Zero)
        {
            var result = await scheme.Service.RotateAsync(
                new ExchangeRequest(body.RefreshToken!, ids.Value!.Value, fingerprint) { Background = Background.Is(context) },
                context.RequestAborted);
            if (result.Succeeded)
            {
                await GrantAsync(context, result.Grant);
                return;
            }

            wait = limit.Refuse();
            reason = result.Reason;
        }

        Answers.SetWait(context, wait);
        await RefuseAsync(context, wait > TimeSpan.Zero ? SessionReason.RateLimited : reason, genuine ? token.Session : null);
    }

    public static Task RefuseAsync(HttpContext context, SessionReason reason, SessionId? session) =>
        Answers.WriteAsync(
            context,
            Answers.Prepare(context, reason),
            new RotateAnswer(false, false, null, null, session?.ToString()) { Reason = reason.ToCode() },
            SessvmJson.Default.RotateAnswer);

    private static Task GrantAsync(HttpContext context, SessionGrant grant) =>
        Answers.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new RotateAnswer(true, true, grant.AccessToken.Reveal(), grant.RefreshToken?.Reveal(), grant.Row.Id.ToString()),
            SessvmJson.Default.RotateAnswer);
}
