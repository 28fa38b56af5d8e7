using Microsoft.Extensions.Logging;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Every line that this project logs. None holds a token, an address or a raw agent (R9).</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Scheme {Scheme} has no store: its sessions live in this process's memory and end with it. Choose one with UseStore, UseSqlite, …")]
    public static partial void NoStore(ILogger logger, string scheme);

    [LoggerMessage(2, LogLevel.Warning, "Keys of scheme {Scheme}: {Warning}")]
    public static partial void KeyWarning(ILogger logger, string scheme, string warning);

    [LoggerMessage(3, LogLevel.Error, "The new configuration of scheme {Scheme} is refused, and the keys stay as they were: {Problems}")]
    public static partial void KeysRefused(ILogger logger, string scheme, string problems);

    [LoggerMessage(4, LogLevel.Information, "Scheme {Scheme} now has {Count} keys")]
    public static partial void KeysReplaced(ILogger logger, string scheme, int count);

    [LoggerMessage(5, LogLevel.Error, "No cookie was set: the request came over plain HTTP for host {Host}. Serve HTTPS; behind a proxy that ends TLS, call UseForwardedHeaders before authentication. On a closed network set Sessvm:Insecure.")]
    public static partial void CookieWithheld(ILogger logger, string host);

    [LoggerMessage(6, LogLevel.Error, "The session store of scheme {Scheme} failed")]
    public static partial void StoreFailed(ILogger logger, string scheme, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Scheme {Scheme} refused a request: {Reason}")]
    public static partial void CsrfRefused(ILogger logger, string scheme, SessionReason reason);

    [LoggerMessage(8, LogLevel.Warning, "Removing lapsed sessions of scheme {Scheme} failed; it is tried again")]
    public static partial void PurgeFailed(ILogger logger, string scheme, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "A live connection of session {Session} could not be looked after")]
    public static partial void ConnectionCheckFailed(ILogger logger, SessionId session, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "The marks of scheme {Scheme} could not be written at the shutdown")]
    public static partial void FlushFailed(ILogger logger, string scheme, Exception exception);

    [LoggerMessage(11, LogLevel.Debug, "A sign-in of scheme {Scheme} was refused: {Reason}")]
    public static partial void SignInRefused(ILogger logger, string scheme, SessionReason reason);

    [LoggerMessage(12, LogLevel.Error, "The cookies of this sign-in will not be read again: requests are authenticated before UseForwardedHeaders tells that they came over HTTPS. Call app.UseAuthentication() and app.UseAuthorization() yourself, after app.UseForwardedHeaders().")]
    public static partial void AuthenticatedTooEarly(ILogger logger);

    [LoggerMessage(13, LogLevel.Warning, "The TLS of HTTPS connections is not read, and so not compared: an endpoint was set up without Sessvm. On Kestrel, call listen.UseSessvmTls() in your ConfigureEndpointDefaults; behind a proxy or on another server, set Sessvm:Fingerprint:TlsHeader, or Sessvm:Fingerprint:Tls to false.")]
    public static partial void TlsMissed(ILogger logger);
}
