using System.Globalization;

namespace Sessvm.Stores.KeyValue.Internal;

/// <summary>Reads and changes buckets behind a port. What the port throws comes out as a <see cref="SessionStoreException"/>.</summary>
internal sealed class Buckets(IKeyValuePort port)
{
    private const string Prefix = "sessvm:shard:";
    private const string Register = "sessvm:shards";
    private const int MostAttempts = 256;

    private readonly Turns _turns = Turns.Of(port);
    private readonly ISwappingKeyValuePort? _swapping = port as ISwappingKeyValuePort;

    internal async ValueTask<Bucket> ReadAsync(ushort shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string key = KeyOf(shard);
        return Bucket.Parse(key, await Reach.Port(() => port.GetAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Changes a bucket as one atomic step. The change runs again on a fresh bucket where another process was faster.</summary>
    internal async ValueTask<T> ChangeAsync<T>(ushort shard, Func<Bucket, T> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string key = KeyOf(shard);
        using var turn = await _turns.TakeAsync(shard, cancellationToken).ConfigureAwait(false);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            var stored = await Reach.Port(() => port.GetAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false);
            var bucket = Bucket.Parse(key, stored);
            var result = change(bucket);
            if (!bucket.IsChanged || await WriteAsync(key, stored, bucket, cancellationToken).ConfigureAwait(false))
            {
                return result;
            }
        }

        throw new SessionStoreException($"The key-value port refused {MostAttempts} swaps of {key}: it does not compare the stored bytes, or they are under constant change.");
    }

    /// <summary>The shards that may have rows, in order.</summary>
    internal async ValueTask<ushort[]> ShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var keys = await Reach.Port(() => port.ReadAsync(Register, cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(ShardOf).Distinct().Order()];
    }

    /// <summary>Enters every bucket that the port lists in the register.</summary>
    internal async ValueTask RegisterAsync(CancellationToken cancellationToken)
    {
        foreach (string key in await Reach.Port(() => port.ListAsync(Prefix, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            await Reach.Port(() => port.BindAsync(Register, key, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    internal ValueTask ClearAsync(CancellationToken cancellationToken) => Reach.Port(() => port.DropAsync(cancellationToken), cancellationToken);

    private async ValueTask<bool> WriteAsync(string key, ReadOnlyMemory<byte>? stored, Bucket bucket, CancellationToken cancellationToken)
    {
        if (stored is null) // first, so that no row is ever missing from the register
        {
            await Reach.Port(() => port.BindAsync(Register, key, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (_swapping is { } swapping) // an empty bucket stays until its time to live is over: to delete it would not be atomic
        {
            return await Reach.Port(() => swapping.SwapAsync(key, stored, bucket.ToBytes(), bucket.TimeToLive, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await Reach.Port(() => bucket.Entries.Count == 0
            ? port.DeleteAsync(key, cancellationToken)
            : port.PutAsync(key, bucket.ToBytes(), bucket.TimeToLive, cancellationToken), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static string KeyOf(ushort shard) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{shard:x4}");

    private static ushort ShardOf(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && ushort.TryParse(key.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort shard)
            ? shard
            : throw new SessionStoreException($"The key-value port read a key from {Register} that was never bound to it.");
}
