using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Authenticates a connection by what its first message brought, or by its handshake where that brought nothing.</summary>
internal static class FirstMessage
{
    public static async ValueTask<(SessionReason Reason, AuthenticatedSession? Session)> AuthenticateAsync(
        SessvmHandler handler, string? authorization, string? device)
    {
        if (authorization is null)
        {
            return handler.Session is { } known ? (SessionReason.None, known)
                : (handler.Reason == SessionReason.None ? SessionReason.MissingBearer : handler.Reason, null);
        }

        if (TokenOf(authorization) is not { } token)
        {
            return (SessionReason.InvalidAccessFormat, null);
        }

        var credential = EndpointCall.WithDevice(handler.Credential, device);
        if (credential.DeviceClash)
        {
            return (SessionReason.DeviceMismatch, null);
        }

        try
        {
            var result = await handler.Parts.Service.AuthenticateAsync(
                new AuthenticateRequest(token, credential.Device, handler.Parts.TraitsOf(handler.Http)), handler.Http.RequestAborted);
            return (result.Reason, result.Session);
        }
        catch (SessionStoreException failure)
        {
            Log.StoreFailed(handler.Log, handler.Parts.Name, failure);
            return (SessionReason.StoreUnavailable, null);
        }
    }

    private static ReadOnlyMemory<char>? TokenOf(string authorization)
    {
        const string Scheme = "Bearer ";
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && authorization.AsMemory(Scheme.Length).Trim() is var token
            && TokenHeader.TryRead(token.Span, out _, out _)
            ? token
            : null;
    }
}
