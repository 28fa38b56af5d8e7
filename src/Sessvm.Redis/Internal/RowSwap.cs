using Sessvm.Stores;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>A row that takes the place of an earlier version of itself.</summary>
internal sealed record RowSwap(RedisKey Key, RedisValue Expected, RedisValue Row, RedisValue Lifetime)
{
    internal static RowSwap Of(RedisKey key, SessionRow row, RowVersion expected) =>
        new(key, RowValue.Version(expected), RowValue.Encode(row), RowValue.Lifetime(row));

    /// <summary>Writes the three arguments that the script takes for it.</summary>
    internal void WriteTo(Span<RedisValue> arguments) => (arguments[0], arguments[1], arguments[2]) = (Expected, Row, Lifetime);
}
