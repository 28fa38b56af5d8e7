using Microsoft.Extensions.Logging;
using Sessvm.MaxMind;
using Sessvm.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses a database of autonomous systems.</summary>
public static class MaxMindBuilderExtensions
{
    /// <summary>Attaches the autonomous system to fingerprints, from a file in MaxMind's format.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the database is chosen for.</param>
    /// <param name="path">The file. It may be replaced while the application runs.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static TBuilder UseMaxMind<TBuilder>(this TBuilder builder, string path)
        where TBuilder : IAutonomousSystemsBuilder =>
        builder.UseMaxMind(new MaxMindOptions { Path = path });

    /// <summary>Attaches the autonomous system to fingerprints, from a file in MaxMind's format.</summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">What the database is chosen for.</param>
    /// <param name="options">The file, and how often it is looked whether there is a new one.</param>
    /// <exception cref="ArgumentException">A value of the options is not allowed.</exception>
    public static TBuilder UseMaxMind<TBuilder>(this TBuilder builder, MaxMindOptions options)
        where TBuilder : IAutonomousSystemsBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        builder.SetAutonomousSystems(services => new MaxMindAutonomousSystems(
            options,
            (TimeProvider?)services.GetService(typeof(TimeProvider)),
            ((ILoggerFactory?)services.GetService(typeof(ILoggerFactory)))?.CreateLogger("Sessvm.MaxMind")));
        return builder;
    }
}
