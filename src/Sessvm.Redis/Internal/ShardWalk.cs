using System.Runtime.CompilerServices;
using Sessvm.Tokens;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>Walks over the shards in the order of their ids, by their indexes: for the dashboard and for purging, never on a request's path.</summary>
/// <remarks>Most of a small store's shards are empty, so a command asks for the 16 of a hash tag at once, and many are sent together.</remarks>
internal sealed class ShardWalk(RedisCalls calls, ShardKeys keys)
{
    private const int Fewest = 4;
    private const int Most = 512;

    /// <summary>The shards that have sessions behind an id, each with their ids in order. Some may be gone by now.</summary>
    internal async IAsyncEnumerable<(ushort Shard, IReadOnlyList<SessionId> Ids)> FromAsync(
        SessionId? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int window = Fewest;
        int tag = (after?.Shard ?? 0) / ShardKeys.ShardsOfTag;
        while (tag < ShardKeys.Tags)
        {
            window = Math.Min(window, ShardKeys.Tags - tag);
            long[] indexes = await Task.WhenAll(Enumerable.Range(tag, window).Select(one => CountAsync(one, cancellationToken))).ConfigureAwait(false);
            for (int place = 0; place < window; place++)
            {
                if (indexes[place] == 0)
                {
                    continue;
                }

                int first = Math.Max((tag + place) * ShardKeys.ShardsOfTag, after?.Shard ?? 0);
                int next = (tag + place + 1) * ShardKeys.ShardsOfTag;
                var shards = await Task.WhenAll(Enumerable.Range(first, next - first).Select(shard => IdsAsync(shard, after, cancellationToken))).ConfigureAwait(false);
                foreach (var shard in shards.Where(static shard => shard.Ids.Count > 0))
                {
                    yield return shard;
                }
            }

            tag += window;
            window = indexes.Any(static count => count > 0) ? Fewest : Math.Min(window * 2, Most);
        }
    }

    /// <summary>How many shards of a hash tag have an index.</summary>
    private Task<long> CountAsync(int tag, CancellationToken cancellationToken) => calls.ReadAsync(
        Enumerable.Range(tag * ShardKeys.ShardsOfTag, ShardKeys.ShardsOfTag).Select(keys.Index).ToArray(),
        static (database, indexes, _) => database.KeyExistsAsync(indexes, CommandFlags.DemandMaster),
        cancellationToken).AsTask();

    private async Task<(ushort Shard, IReadOnlyList<SessionId> Ids)> IdsAsync(int shard, SessionId? after, CancellationToken cancellationToken)
    {
        var fields = await calls.ReadAsync(
            keys.Index(shard),
            static (database, index, _) => database.HashKeysAsync(index, CommandFlags.DemandMaster),
            cancellationToken).ConfigureAwait(false);
        return ((ushort)shard,
        [
            .. fields.Select(field => ShardKeys.ReadId(shard, ((ReadOnlyMemory<byte>)field).Span))
                .Where(id => after is null || id > after)
                .Order(),
        ]);
    }
}
