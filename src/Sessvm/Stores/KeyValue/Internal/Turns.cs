using System.Runtime.CompilerServices;

namespace Sessvm.Stores.KeyValue.Internal;

/// <summary>
/// Lets one change of a shard at a time go to a port, for all stores of this process over that port: without swap this is
/// what makes a change atomic, with swap it keeps a process from conflicting with itself.
/// </summary>
internal sealed class Turns
{
    private const int Lanes = 256;

    private static readonly ConditionalWeakTable<IKeyValuePort, Turns> OfPorts = [];

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(static _ => new SemaphoreSlim(1))];

    internal static Turns Of(IKeyValuePort port) => OfPorts.GetValue(port, static _ => new Turns());

    internal async ValueTask<Turn> TakeAsync(ushort shard, CancellationToken cancellationToken)
    {
        var lane = _lanes[shard % Lanes];
        await lane.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(lane);
    }

    internal readonly struct Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
