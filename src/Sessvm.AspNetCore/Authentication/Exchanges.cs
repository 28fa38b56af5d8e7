using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Exchanges the token of a request, limits refused ones, and sets the cookies of a successor.</summary>
internal static class Exchanges
{
    /// <summary>Runs one exchange.</summary>
    /// <returns>The reason; how long to wait where that is <see cref="SessionReason.RateLimited"/>; and the result, where there was an exchange.</returns>
    public static async ValueTask<(SessionReason Reason, TimeSpan Wait, ExchangeResult? Result)> RunAsync(
        HttpContext context, SessvmScheme scheme, Credential credential, ILogger logger)
    {
        string token = credential.Token.ToString();
        var fingerprint = scheme.FingerprintOf(context);
        bool genuine = scheme.Service.Tokens.ReadAccess(token, scheme.Now, out var access) == TokenStatus.Ok;
        var limit = new Limit(scheme.Limiter, genuine ? access.Session : null, fingerprint.Network);
        if (limit.Before is var wait && wait > TimeSpan.Zero)
        {
            return (SessionReason.RateLimited, wait, null);
        }

        var result = await scheme.Service.ExchangeAsync(
            new ExchangeRequest(token, credential.Device!.Value, fingerprint) { Background = Background.Is(context) },
            context.RequestAborted);
        if (!result.Succeeded)
        {
            return limit.Refuse() is var over && over > TimeSpan.Zero
                ? (SessionReason.RateLimited, over, result)
                : (result.Reason, TimeSpan.Zero, result);
        }

        // A client that holds the token itself gets it in the body; in cookie mode it has no use for cookies.
        if (result.Refreshed && (credential.Source == CredentialSource.Cookie || !scheme.CookieMode))
        {
            CookieWriter.Write(
                context, scheme, result.Row, result.AccessToken.Value.Reveal(), scheme.Service.Csrf.Mint(result.Row.Id, scheme.Now),
                credential.Device.Value, logger);
        }

        return (SessionReason.None, TimeSpan.Zero, result);
    }
}
