using Microsoft.Extensions.Logging;

namespace Sessvm.Client;

/// <summary>Every line that the file store logs. None holds a token.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The token file cannot be read: it was damaged, or its key is gone. It counts as signed out.")]
    public static partial void Unreadable(ILogger logger, Exception? failure);
}
