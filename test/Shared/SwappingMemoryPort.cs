using Sessvm.Stores.KeyValue;

namespace Sessvm.Tests.Shared;

/// <summary>A key-value port in memory that can compare and swap.</summary>
internal sealed class SwappingMemoryPort(MemoryPort.Storage? storage = null) : MemoryPort(storage), ISwappingKeyValuePort
{
    public async ValueTask<bool> SwapAsync(
        string key, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Stored.Do(all =>
        {
            bool there = all.Values.TryGetValue(key, out var found);
            if (there != expected.HasValue || (there && !found.Value.AsSpan().SequenceEqual(expected!.Value.Span)))
            {
                return false;
            }

            all.Values[key] = (value.ToArray(), ttl);
            return true;
        });
    }
}
