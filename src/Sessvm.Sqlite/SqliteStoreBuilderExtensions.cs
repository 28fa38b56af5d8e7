using Sessvm.Sessions;
using Sessvm.Sqlite;
using Sessvm.Sqlite.Internal;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the SQLite store.</summary>
public static class SqliteStoreBuilderExtensions
{
    /// <summary>Keeps rows in a SQLite file, which is made if it is not there.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="path">The file.</param>
    public static TBuilder UseSqlite<TBuilder>(this TBuilder builder, string path)
        where TBuilder : ISessionStoreBuilder =>
        builder.UseSqlite(new SqliteStoreOptions { Path = path });

    /// <summary>Keeps rows in a SQLite file, which is made if it is not there. Processes on one file hear each other's ends (R7).</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="options">The file, and how durable its writes are.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public static TBuilder UseSqlite<TBuilder>(this TBuilder builder, SqliteStoreOptions options)
        where TBuilder : ISessionStoreBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var file = new SharedFile(options);
        builder.SetStore(_ => new SqliteSessionStore(file));
        builder.SetLog(services => new SqliteRevocationLog(file, (TimeProvider?)services.GetService(typeof(TimeProvider))));
        return builder;
    }
}
