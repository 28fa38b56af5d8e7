using Sessvm.Stores;

namespace Sessvm.Testing;

/// <summary>One thing that must hold of a store.</summary>
/// <param name="Name">What must hold, as a sentence.</param>
/// <param name="RunAsync">Holds an empty store to it; throws where it does not hold.</param>
public sealed record StoreCheck(string Name, Func<ISessionStore, Task> RunAsync)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
