using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.PostgreSql;
using Sessvm.PostgreSql.Internal;
using Sessvm.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the PostgreSQL store, and its log that carries ends to other nodes.</summary>
public static class PostgreSqlStoreBuilderExtensions
{
    /// <summary>Keeps rows in PostgreSQL, and tells other nodes of ends through it (R7).</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="connectionString">An Npgsql connection string.</param>
    public static TBuilder UsePostgreSql<TBuilder>(this TBuilder builder, string connectionString)
        where TBuilder : ISessionStoreBuilder =>
        builder.UsePostgreSql(new PostgreSqlStoreOptions { ConnectionString = connectionString });

    /// <summary>Keeps rows in PostgreSQL, and tells other nodes of ends through it (R7). Store and log share their connections.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="options">Where and how.</param>
    public static TBuilder UsePostgreSql<TBuilder>(this TBuilder builder, PostgreSqlStoreOptions options)
        where TBuilder : ISessionStoreBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var database = new SharedDatabase(options);
        builder.SetStore(services => new PostgreSqlSessionStore(database.Take(LoggerOf(services)), LoggerOf(services)));
        builder.SetLog(services => new PostgreSqlRevocationLog(
            database.Take(LoggerOf(services)), LoggerOf(services), (TimeProvider?)services.GetService(typeof(TimeProvider))));
        return builder;
    }

    private static ILogger LoggerOf(IServiceProvider services) =>
        ((ILoggerFactory?)services.GetService(typeof(ILoggerFactory)))?.CreateLogger("Sessvm.PostgreSql") ?? NullLogger.Instance;
}
