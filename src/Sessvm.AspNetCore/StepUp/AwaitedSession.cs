using Microsoft.AspNetCore.Http;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>
/// Lets a session through that waits for fresh credentials, where the endpoint says that it may: the token is judged against
/// the row and the policy as at an exchange. One read of the store, on held sessions only.
/// </summary>
internal static class AwaitedSession
{
    /// <summary>Whether the endpoint has a use for the session behind a request that was refused so.</summary>
    public static bool MayServe(HttpContext context, SessionReason reason) => reason switch
    {
        SessionReason.StepUpRequired => !Handshake.IsWebSocket(context.Request) // what opens now would outlive the hold
            && (TakesCredentials(context) || context.GetEndpoint()?.Metadata.GetMetadata<AllowWhileHeldAttribute>() is not null),
        SessionReason.AccessExpired => TakesCredentials(context),
        _ => false,
    };

    /// <summary>The session, for an endpoint that may serve it; <see langword="null"/> where none waits.</summary>
    public static async ValueTask<AuthenticatedSession?> ServeAsync(SessvmHandler handler, SessionReason reason) =>
        MayServe(handler.Http, reason)
        && await FindAsync(handler) is { } session
        && (session.ExpiresAt > handler.Parts.Now || TakesCredentials(handler.Http))
            ? session
            : null;

    /// <summary>The session that waits behind the request's token, expired or not; <see langword="null"/> where none does.</summary>
    public static async ValueTask<AuthenticatedSession?> FindAsync(SessvmHandler handler) =>
        handler.Credential is { Source: CredentialSource.Header or CredentialSource.Cookie, Device: { } device, DeviceClash: false } credential
            ? await handler.Parts.Service.FindAwaitingStepUpAsync(
                new ExchangeRequest(credential.Token.ToString(), device, handler.Parts.FingerprintOf(handler.Http)), handler.Http.RequestAborted)
            : null;

    private static bool TakesCredentials(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SessvmStepUpAttribute>() is not null;
}
