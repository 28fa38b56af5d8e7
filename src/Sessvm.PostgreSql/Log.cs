using Microsoft.Extensions.Logging;

namespace Sessvm.PostgreSql;

/// <summary>Every line that the PostgreSQL store and log write. None holds a user, a password or a row (R9).</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "The session database {Server} failed in a way that passes; tried again in {Pause}.")]
    public static partial void TriesAgain(ILogger logger, Exception failure, string server, TimeSpan pause);

    [LoggerMessage(2, LogLevel.Information, "The session database {Server} is reached through a pooler: revocations are read at intervals, and nothing wakes this node sooner.")]
    public static partial void Polls(ILogger logger, string server);

    [LoggerMessage(3, LogLevel.Warning, "The session database {Server} cannot be listened to; revocations are read at intervals until it can.")]
    public static partial void CannotListen(ILogger logger, Exception failure, string server);

    [LoggerMessage(4, LogLevel.Error, "A row of the session database {Server} has ended but cannot be read, so other nodes are not told of it.")]
    public static partial void EndedUnread(ILogger logger, Exception failure, string server);
}
