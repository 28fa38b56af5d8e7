using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>Where a store's package hangs its own <c>Use…</c> method, so that no store needs to know a web framework.</summary>
public interface ISessionStoreBuilder
{
    /// <summary>Keeps rows in a store that is made once, and disposed of at the end.</summary>
    /// <param name="create">Makes the store.</param>
    void SetStore(Func<IServiceProvider, ISessionStore> create);

    /// <summary>Carries ends to other nodes by a log that is made once, and disposed of at the end (R7).</summary>
    /// <param name="create">Makes the log.</param>
    void SetLog(Func<IServiceProvider, IRevocationLog> create);
}
