using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>The server refused a command that was for several callers: each may ask again, alone, and learn whether it was for them.</summary>
internal sealed class SharedRefusalException(RedisServerException refusal) : Exception(refusal.Message, refusal);
