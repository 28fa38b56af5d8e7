using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;
using Sessvm.Stores.KeyValue;

namespace Sessvm.Samples.KeyValue;

#region snippet: nats-port
/// <summary>Sessions in a JetStream bucket. Its keys know no colon; a bound key is two tokens, so that no plain key is taken for one.</summary>
public sealed class NatsPort(INatsKVStore bucket) : ISwappingKeyValuePort
{
    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken) =>
        await bucket.PutAsync(Name(key), value, cancellationToken: cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken) =>
        (await FindAsync(key, cancellationToken))?.Value;

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        bucket.DeleteAsync(Name(key), cancellationToken: cancellationToken);

    public async ValueTask BindAsync(string reference, string target, CancellationToken cancellationToken) =>
        await bucket.PutAsync($"{Name(reference)}.{Name(target)}", ReadOnlyMemory<byte>.Empty, cancellationToken: cancellationToken);

    public async ValueTask<IReadOnlyList<string>> ReadAsync(string reference, CancellationToken cancellationToken) =>
        await KeysAsync($"{Name(reference)}.*").Select(key => key[(key.IndexOf('.') + 1)..].Replace('/', ':')).ToListAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        await KeysAsync("*").Select(key => key.Replace('/', ':')).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToListAsync(cancellationToken);

    public async ValueTask DropAsync(CancellationToken cancellationToken) =>
        await bucket.JetStreamContext.PurgeStreamAsync($"KV_{bucket.Bucket}", new StreamPurgeRequest(), cancellationToken);

    public async ValueTask<bool> SwapAsync(
        string key, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var entry = await FindAsync(key, cancellationToken);
        if (entry.HasValue != expected.HasValue || (entry is { Value: var stored } && !stored.Span.SequenceEqual(expected!.Value.Span)))
        {
            return false;
        }

        // By revision, so that nobody comes between the look and the write.
        var written = entry is { Revision: var revision }
            ? await bucket.TryUpdateAsync(Name(key), value, revision, cancellationToken: cancellationToken)
            : await bucket.TryCreateAsync(Name(key), value, cancellationToken: cancellationToken);
        return written.Success || (written.Error is NatsKVWrongLastRevisionException or NatsKVCreateException ? false : throw written.Error);
    }

    private async ValueTask<NatsKVEntry<ReadOnlyMemory<byte>>?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = await bucket.TryGetEntryAsync<ReadOnlyMemory<byte>>(Name(key), cancellationToken: cancellationToken);
        return found.Success ? found.Value : found.Error is NatsKVKeyNotFoundException or NatsKVKeyDeletedException ? null : throw found.Error;
    }

    private IAsyncEnumerable<string> KeysAsync(string filter) => bucket.GetKeysAsync([filter]);

    private static string Name(string key) => key.Replace(':', '/');
}
#endregion
