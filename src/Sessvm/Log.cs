using Microsoft.Extensions.Logging;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm;

/// <summary>Every line that the core logs. None holds a token, an address or a raw agent (R9).</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The receiver of session events failed on {Kind}; the request went on.")]
    public static partial void EventReceiverFailed(ILogger logger, Exception failure, string kind);

    [LoggerMessage(2, LogLevel.Warning, "{Count} session marks could not be written; they are kept and sent again in {Delay}.")]
    public static partial void MarksDelayed(ILogger logger, Exception failure, int count, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Warning, "More than {Limit} session marks wait for the store; further ones are dropped until it is back.")]
    public static partial void MarksDropped(ILogger logger, int limit);

    [LoggerMessage(4, LogLevel.Warning, "The key-value port {Port} has no swap: its store serves one process only. Implement ISwappingKeyValuePort to serve many.")]
    public static partial void ServesOneProcess(ILogger logger, string port);

    [LoggerMessage(5, LogLevel.Warning, "The revocation log was not read within {Timeout}: this node serves, and checks the store on each request until it is.")]
    public static partial void FeedStartsDeaf(ILogger logger, TimeSpan timeout);

    [LoggerMessage(6, LogLevel.Warning, "The revocation log cannot be read: this node checks the store on each request until it can.")]
    public static partial void FeedDeaf(ILogger logger, Exception failure);

    [LoggerMessage(7, LogLevel.Information, "The revocation log is read again, after {Break}.")]
    public static partial void FeedHears(ILogger logger, TimeSpan @break);

    [LoggerMessage(8, LogLevel.Warning, "{Count} ends and renewals could not be told to other nodes; it is tried again until they are.")]
    public static partial void NoticesDelayed(ILogger logger, Exception failure, int count);

    [LoggerMessage(9, LogLevel.Error, "{Count} ends and renewals could not be told to other nodes before this one stopped.")]
    public static partial void NoticesLost(ILogger logger, Exception failure, int count);

    [LoggerMessage(16, LogLevel.Warning, "Old entries of the revocation log could not be removed; it is tried again.")]
    public static partial void TrimFailed(ILogger logger, Exception failure);

    [LoggerMessage(17, LogLevel.Warning, "What this node remembers of ends could not be written again after a break; it is tried again in {Delay}, and whenever such a session is met.")]
    public static partial void ReassertionFailed(ILogger logger, Exception failure, TimeSpan delay);

    [LoggerMessage(19, LogLevel.Debug, "Session {Session} could not be seeded with what is known of its subject; it learns by itself.")]
    public static partial void SeedFailed(ILogger logger, Exception failure, SessionId session);

    [LoggerMessage(10, LogLevel.Information, "Session {Session} of {Subject} started from {Browser} on {System}.")]
    public static partial void Started(ILogger logger, SessionId session, string subject, string browser, string system);

    [LoggerMessage(11, LogLevel.Debug, "Session {Session} of {Subject} is at generation {Generation}.")]
    public static partial void Moved(ILogger logger, SessionId session, string subject, uint generation);

    [LoggerMessage(12, LogLevel.Information, "Session {Session} of {Subject} ended: {Reason}.")]
    public static partial void Ended(ILogger logger, SessionId session, string subject, EndReason reason);

    [LoggerMessage(13, LogLevel.Warning, "Replay in session {Session} of {Subject}: generation {Presented} presented at {Current}, {Age} after its issue (same device: {SameDevice}, requester: {Likeness}, failed: {Failed}). Its family has ended.")]
    public static partial void Replay(
        ILogger logger, SessionId session, string subject, uint presented, uint current, TimeSpan age, bool sameDevice, Likeness likeness, string failed);

    [LoggerMessage(14, LogLevel.Warning, "Session {Session} of {Subject} was healed from generation {From} to {To}: the store had lost writes.")]
    public static partial void Healed(ILogger logger, SessionId session, string subject, uint from, uint to);

    [LoggerMessage(18, LogLevel.Information, "Session {Session} of {Subject} is used from {Browser} {Version} on {System} now, and was from {PreviousBrowser} {PreviousVersion} on {PreviousSystem}.")]
    public static partial void AgentChanged(
        ILogger logger, SessionId session, string subject, string previousBrowser, int? previousVersion, string previousSystem, string browser, int? version, string system);

    [LoggerMessage(15, LogLevel.Information, "Session {Session} of {Subject} refused: {Reason} (failed: {Failed}; why: {Explanation}).")]
    public static partial void Refused(ILogger logger, SessionId session, string subject, string reason, string failed, string explanation);
}
