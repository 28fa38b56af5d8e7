using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Puts the parts of one scheme together. Schemes share nothing.</summary>
public sealed class SessvmBuilder : ISessionStoreBuilder, IAutonomousSystemsBuilder
{
    internal SessvmBuilder(IServiceCollection services, string scheme)
    {
        Services = services;
        Scheme = scheme;
    }

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the authentication scheme.</summary>
    public string Scheme { get; }

    /// <summary>Keeps rows in a store that the application has made, and disposes of itself.</summary>
    /// <param name="store">The store.</param>
    public SessvmBuilder UseStore(ISessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        ForgetStore();
        Services.AddKeyedSingleton(Scheme, store);
        return this;
    }

    /// <summary>Keeps rows in a store that is made once, and disposed of at the end.</summary>
    /// <param name="create">Makes the store.</param>
    public SessvmBuilder UseStore(Func<IServiceProvider, ISessionStore> create)
    {
        ForgetStore();
        return Use(create);
    }

    /// <summary>Carries ends to other nodes by a feed of your own, in place of the one over the store's log (R7).</summary>
    /// <param name="create">Makes the feed, once.</param>
    public SessvmBuilder UseFeed(Func<IServiceProvider, IRevocationFeed> create) => Use(create);

    /// <summary>Carries ends to other nodes over a log that they share (R7).</summary>
    /// <param name="create">Makes the log, once.</param>
    public SessvmBuilder UseLog(Func<IServiceProvider, IRevocationLog> create) =>
        Use(create);

    /// <summary>Receives this scheme's events. A service of that type without a key receives those of every scheme that has none of its own.</summary>
    /// <param name="create">Makes the receiver, once.</param>
    public SessvmBuilder UseEvents(Func<IServiceProvider, ISessionEvents> create) => Use(create);

    /// <summary>Looks up the autonomous systems of addresses.</summary>
    /// <param name="create">Opens the database, once.</param>
    public SessvmBuilder UseAutonomousSystems(Func<IServiceProvider, IAutonomousSystems> create) => Use(create);

    /// <summary>Asks at each exchange whether the user may go on.</summary>
    /// <param name="create">Makes the validator, once; it opens a service scope where it needs one.</param>
    public SessvmBuilder UseValidator(Func<IServiceProvider, ISessionValidator> create) => Use(create);

    /// <summary>Asks at each exchange whether the user may go on.</summary>
    /// <typeparam name="T">The validator's type: made once; it opens a service scope where it needs one.</typeparam>
    public SessvmBuilder UseValidator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ISessionValidator =>
        Use<ISessionValidator>(static services => ActivatorUtilities.CreateInstance<T>(services));

    void ISessionStoreBuilder.SetStore(Func<IServiceProvider, ISessionStore> create) => UseStore(create);

    void ISessionStoreBuilder.SetLog(Func<IServiceProvider, IRevocationLog> create) => UseLog(create);

    void IAutonomousSystemsBuilder.SetAutonomousSystems(Func<IServiceProvider, IAutonomousSystems> create) => UseAutonomousSystems(create);

    // The log that came with another store must not stay behind.
    private void ForgetStore()
    {
        Services.RemoveAllKeyed<ISessionStore>(Scheme);
        Services.RemoveAllKeyed<IRevocationLog>(Scheme);
    }

    private SessvmBuilder Use<T>(Func<IServiceProvider, T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.RemoveAllKeyed<T>(Scheme);
        Services.AddKeyedSingleton(Scheme, (services, _) => create(services));
        return this;
    }
}
