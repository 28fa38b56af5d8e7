using Sessvm.Stores.KeyValue;

namespace Sessvm.Tests.Shared;

/// <summary>A key-value port in memory, without swap. Each verb gives way to others, so that whatever is not atomic shows.</summary>
internal class MemoryPort(MemoryPort.Storage? storage = null) : IKeyValuePort
{
    protected Storage Stored { get; } = storage ?? new Storage();

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Stored.Do(all => all.Values[key] = (value.ToArray(), ttl));
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Stored.Do(all => all.Values.TryGetValue(key, out var found) ? (ReadOnlyMemory<byte>?)found.Value : null);
    }

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Stored.Do(all => all.Values.Remove(key));
    }

    public async ValueTask BindAsync(string reference, string target, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Stored.Do(all => all.References.TryGetValue(reference, out var set) ? set.Add(target) : all.References.TryAdd(reference, [target]));
    }

    public async ValueTask<IReadOnlyList<string>> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Stored.Do(all => all.References.TryGetValue(reference, out var set) ? set.ToArray() : []);
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Stored.Do(all => all.Values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToArray());
    }

    public async ValueTask DropAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        Stored.Do(all =>
        {
            all.Values.Clear();
            all.References.Clear();
            return true;
        });
    }

    /// <summary>What several ports, as of several processes, may share.</summary>
    internal sealed class Storage
    {
        private readonly Lock _gate = new();

        public Dictionary<string, (byte[] Value, TimeSpan Ttl)> Values { get; } = [];

        public Dictionary<string, HashSet<string>> References { get; } = [];

        public T Do<T>(Func<Storage, T> step)
        {
            lock (_gate)
            {
                return step(this);
            }
        }
    }
}
