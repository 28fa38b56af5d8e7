using Sessvm.Stores;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>What went wrong with the server: whether it can pass, and words that name the way out.</summary>
internal static class RedisTrouble
{
    /// <summary>Whether the same step may succeed in a moment.</summary>
    internal static bool CanPass(Exception trouble) => trouble switch
    {
        RedisConnectionException connection => !IsRefused(connection),
        TimeoutException => true,
        RedisServerException refusal => refusal.Kind is RedisErrorKind.ReadOnly
            or RedisErrorKind.Loading
            or RedisErrorKind.ClusterDown
            or RedisErrorKind.MasterDown
            or RedisErrorKind.TryAgain
            or RedisErrorKind.NoReplicas
            or RedisErrorKind.Misconfigured
            or RedisErrorKind.OutOfMemory
            or RedisErrorKind.Busy
            or RedisErrorKind.MaxClients
            or RedisErrorKind.Moved
            or RedisErrorKind.Ask
            or RedisErrorKind.UnknownRedirectTarget
            or RedisErrorKind.ConnectionFault
            or RedisErrorKind.Timeout,
        _ => false,
    };

    /// <summary>Whether the step may have been carried out, and only its answer is missing. A refusal is an answer.</summary>
    internal static bool MayHaveBeenDone(Exception trouble) =>
        trouble is TimeoutException or RedisConnectionException
        || trouble is RedisServerException { Kind: RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout };

    /// <summary>The kind of trouble, for metrics.</summary>
    internal static string KindOf(Exception trouble) => trouble switch
    {
        RedisServerException refusal => refusal.Kind.ToString(),
        TimeoutException => "Timeout",
        _ => "Connection",
    };

    internal static SessionStoreException Explain(string servers, Exception trouble) =>
        new($"Redis at {servers} {Explain(trouble)}", trouble);

    private static bool IsRefused(RedisConnectionException trouble) =>
        trouble.FailureType == ConnectionFailureType.AuthenticationFailure
        || trouble.InnerException is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure };

    private static string Explain(Exception trouble) => trouble switch
    {
        RedisConnectionException connection when IsRefused(connection) =>
            "refuses the password. Correct the user and password of the connection string.",
        RedisConnectionException =>
            "cannot be reached, or has no master that takes writes. Start it, or correct the address: of a master, or of any nodes of a cluster.",
        TimeoutException =>
            "does not answer in time. Look whether it hangs or is overloaded, or raise Timeout.",
        RedisServerException refusal => Explain(refusal),
        _ => $"failed: {trouble.Message}",
    };

    private static string Explain(RedisServerException refusal) => refusal.Kind switch
    {
        RedisErrorKind.ReadOnly =>
            "is a read-only replica. Give the address of the master, or wait until a replica is promoted.",
        RedisErrorKind.Loading =>
            "is still loading its data. It answers when it has.",
        RedisErrorKind.ClusterDown or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.TryAgain or RedisErrorKind.UnknownRedirectTarget =>
            "has no node that serves these sessions now. See CLUSTER INFO: a master is down without a replica, or slots are moving.",
        RedisErrorKind.MasterDown or RedisErrorKind.NoReplicas =>
            "has lost the connection between master and replicas. See INFO replication.",
        RedisErrorKind.OutOfMemory =>
            "is full. Raise maxmemory, and keep maxmemory-policy at noeviction: any other policy signs people out.",
        RedisErrorKind.Misconfigured =>
            "refuses writes because it cannot save to its disk. Look at its log, and make room.",
        RedisErrorKind.Busy =>
            "is held up by somebody's script. See SCRIPT KILL.",
        RedisErrorKind.MaxClients =>
            "has as many clients as it takes. Raise maxclients, or find who keeps them.",
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass =>
            "refuses the password. Correct the user and password of the connection string.",
        RedisErrorKind.NoPermission =>
            $"does not let this user do what is needed ({refusal.Message}). Allow it: see docs/redis.md for the commands.",
        RedisErrorKind.UnknownCommand =>
            $"lacks a command ({refusal.Message}). Sessvm needs EVALSHA, and for its log XADD, XREAD, XREVRANGE and XTRIM: use Redis 6.2 or later.",
        RedisErrorKind.WrongType =>
            "holds something else under this prefix. Give Sessvm a KeyPrefix of its own.",
        _ => $"refused: {refusal.Message}",
    };
}
