using Sessvm.Stores.KeyValue;
using Sessvm.Tests.Shared;

namespace Sessvm.Testing.Tests.KeyValue;

/// <summary>A port that a test may hold up or make fail, before a swap and after it.</summary>
internal sealed class WatchedPort(MemoryPort.Storage storage) : MemoryPort(storage), ISwappingKeyValuePort
{
    private readonly SwappingMemoryPort _port = new(storage);

    internal Func<string, Task> BeforeSwap { get; set; } = static _ => Task.CompletedTask;

    internal Func<string, Task> AfterSwap { get; set; } = static _ => Task.CompletedTask;

    public async ValueTask<bool> SwapAsync(
        string key, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken)
    {
        await BeforeSwap(key);
        bool stored = await _port.SwapAsync(key, expected, value, ttl, cancellationToken);
        await AfterSwap(key);
        return stored;
    }
}
