using Sessvm.Stores;
using Xunit;

namespace Sessvm.Testing;

/// <summary>
/// The suite that every store passes. A store's test class inherits it, and says how an empty store is made;
/// what the class needs to let go of afterwards it does in <see cref="DisposeAsync"/>.
/// </summary>
public abstract class SessionStoreContract : IAsyncLifetime
{
    private ISessionStore? _store;

    /// <summary>The names of the checks, as theory data.</summary>
    public static TheoryData<string> Checks => new(StoreChecks.All.Select(static check => check.Name));

    /// <summary>Makes a new, empty store.</summary>
    protected abstract ValueTask<ISessionStore> CreateAsync();

    /// <summary>Holds the store to one check.</summary>
    /// <param name="check">The check's name.</param>
    [Theory]
    [MemberData(nameof(Checks))]
    public Task Holds(string check) => StoreChecks.Named(check).RunAsync(_store!);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _store = await CreateAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable store)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }
}
