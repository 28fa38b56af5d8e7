using Sessvm.Redis;
using Sessvm.Redis.Internal;
using Sessvm.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the Redis store.</summary>
public static class RedisStoreBuilderExtensions
{
    /// <summary>Keeps rows in Redis or a Redis Cluster, and carries ends to other nodes by it.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="connectionString">A StackExchange.Redis connection string.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static TBuilder UseRedis<TBuilder>(this TBuilder builder, string connectionString)
        where TBuilder : ISessionStoreBuilder =>
        builder.UseRedis(new RedisStoreOptions { ConnectionString = connectionString });

    /// <summary>Keeps rows in Redis or a Redis Cluster, and carries ends to other nodes by it. Store and log share one connection.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="options">Where and how.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public static TBuilder UseRedis<TBuilder>(this TBuilder builder, RedisStoreOptions options)
        where TBuilder : ISessionStoreBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var connection = new RedisConnection(options);
        builder.SetStore(_ => new RedisSessionStore(options, connection));
        builder.SetLog(_ => new RedisRevocationLog(options, connection));
        return builder;
    }
}
