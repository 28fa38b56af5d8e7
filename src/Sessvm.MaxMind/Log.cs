using Microsoft.Extensions.Logging;

namespace Sessvm.MaxMind;

/// <summary>Every line that this package logs. None holds an address (R9).</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Autonomous systems are read from {Path} ({Type}, built {BuiltAt}).")]
    public static partial void Opened(ILogger logger, string path, string type, DateTimeOffset builtAt);

    [LoggerMessage(2, LogLevel.Error, "The new {Path} cannot be read; the database built {BuiltAt} stays in use. Put a whole file there by a rename.")]
    public static partial void NotReplaced(ILogger logger, Exception failure, string path, DateTimeOffset builtAt);

    [LoggerMessage(3, LogLevel.Error, "The database of autonomous systems {Path} is damaged inside: what stands there is unknown. Put a whole file there.")]
    public static partial void Damaged(ILogger logger, Exception failure, string path);

    [LoggerMessage(4, LogLevel.Warning, "{Path} calls itself {Type}, not a database of autonomous systems: it may know none.")]
    public static partial void OtherType(ILogger logger, string path, string type);
}
