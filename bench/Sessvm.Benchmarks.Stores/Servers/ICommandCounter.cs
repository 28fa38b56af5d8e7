namespace Sessvm.Benchmarks.Stores.Servers;

/// <summary>Counts at the server what clients have sent: each command is a round trip.</summary>
internal interface ICommandCounter : IAsyncDisposable
{
    /// <summary>How many commands of the store's arrived so far. What a script or a function does by itself does not count.</summary>
    Task<long> CountAsync();
}
