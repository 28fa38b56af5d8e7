using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>The memory that sessions take in Redis, their share of the indexes included, by the server's own count.</summary>
internal static class RedisSize
{
    private const int AtOnce = 64;
    private const int Exchanged = 10; // one in so many

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using RedisProcess server = await RedisProcess.StartAsync();
        await using Node node = Node.Redis(server.Address, new MovedClock());
        await Arrival.OfAsync(node, 1); // connections and scripts are not sessions
        var crowd = new Crowd(Math.Max(1, settings.Size / Exchanged));
        long before = await server.UsedMemoryAsync();
        await RedisFill.RunAsync(node, settings.Size, crowd);
        await server.SettleAsync();
        long filled = await server.UsedMemoryAsync();
        string row = $"memory in Redis for one of {Figure.Short(settings.Size)} sessions";
        yield return Finding.Plain(Tables.Size, row, Figure.One((filled - before) / (double)settings.Size, " B"), Budget.AtMost(450, " B"));

        var exchanges = new Exchanges(node, crowd, AtOnce);
        await exchanges.ExpireAsync();
        await exchanges.PassAsync();
        await server.SettleAsync();
        double more = (await server.UsedMemoryAsync() - filled) / (double)crowd.Size;
        yield return Finding.Plain(Tables.Size, $"what an exchange adds to it, {Figure.Short(crowd.Size)} exchanged", Figure.One(more, " B"));
    }
}
