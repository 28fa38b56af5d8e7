using Sessvm.Stores;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>Fills a Redis store fast: the store's own adding, many sent without waiting for each, and with nothing to replace.</summary>
internal static class RedisFill
{
    private const int AtOnce = 512;
    private static readonly AddTerms Plain = new(null, WhenFull.EvictOldest, []);

    public static Task RunAsync(Node node, int count, Crowd crowd)
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        var rows = new Logins(node.Clock).Make(count, crowd);
        return Parallel.ForEachAsync(
            rows, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (row, cancelled) => await node.Store.AddAsync(row, Plain, now, cancelled));
    }
}
