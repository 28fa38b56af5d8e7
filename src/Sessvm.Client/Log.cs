using Microsoft.Extensions.Logging;

namespace Sessvm.Client;

/// <summary>Every line that the client logs. None holds a token or a device id.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The new tokens could not be written to the store. This process goes on with them; after a restart the session may be lost.")]
    public static partial void TokensNotWritten(ILogger logger, Exception failure);

    [LoggerMessage(2, LogLevel.Error, "A listener of {Event} failed; the request went on.")]
    public static partial void ListenerFailed(ILogger logger, Exception failure, string @event);

    [LoggerMessage(3, LogLevel.Information, "The session has ended: {Code}.")]
    public static partial void Ended(ILogger logger, string code);

    [LoggerMessage(4, LogLevel.Warning, "The token could not be refreshed: {Code}, status {Status}. The session is kept.")]
    public static partial void NotRefreshed(ILogger logger, string code, int? status);

    [LoggerMessage(5, LogLevel.Debug, "The token was refreshed.")]
    public static partial void Refreshed(ILogger logger);

    [LoggerMessage(6, LogLevel.Information, "A connection is lost ({Code}); another is opened in {Delay}.")]
    public static partial void Reconnects(ILogger logger, string code, TimeSpan delay);

    [LoggerMessage(7, LogLevel.Debug, "The endpoint did not answer.")]
    public static partial void NoAnswer(ILogger logger, Exception failure);
}
