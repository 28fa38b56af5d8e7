using Microsoft.Extensions.Logging;
using Sessvm.Revocation.KeyValue;
using Sessvm.Sessions;
using Sessvm.Stores.KeyValue;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses a key-value port as the store.</summary>
public static class KeyValueStoreBuilderExtensions
{
    /// <summary>
    /// Keeps rows behind a port that the application has made, and disposes of itself. A port that can swap carries ends to
    /// other processes as well (R7); any other serves one process.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the store is chosen for.</param>
    /// <param name="port">The storage.</param>
    public static TBuilder UseKeyValue<TBuilder>(this TBuilder builder, IKeyValuePort port)
        where TBuilder : ISessionStoreBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(port);
        builder.SetStore(services => new KeyValueSessionStore(port, Service<ILoggerFactory>(services)?.CreateLogger("Sessvm")));
        if (port is ISwappingKeyValuePort swapping)
        {
            builder.SetLog(services => new KeyValueRevocationLog(swapping, Service<TimeProvider>(services)));
        }

        return builder;
    }

    private static T? Service<T>(IServiceProvider services)
        where T : class => (T?)services.GetService(typeof(T));
}
