namespace Sessvm.Stores;

/// <summary>
/// A store that notices when it answers again after it did not, or when another server took over: its last writes may be
/// lost by then, so that what this node remembers is written again (R5). Optional, beside <see cref="ISessionStore"/>.
/// </summary>
public interface IRecoveringStore
{
    /// <summary>Raised when the store answers again, on whatever thread. May be raised too often.</summary>
    event Action? Recovered;
}
