using Microsoft.Extensions.Logging;

namespace Sessvm.GraphQL;

/// <summary>Every line that this project logs. None holds a token, a query or a variable (R9).</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The resolver of field {Field} failed")]
    public static partial void ResolverFailed(ILogger logger, string field, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "An operation on a GraphQL socket failed")]
    public static partial void OperationFailed(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Debug, "A GraphQL socket was closed with {Status}: {Reason}")]
    public static partial void SocketRefused(ILogger logger, int status, string reason);
}
