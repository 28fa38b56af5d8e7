using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Sqlite;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Where the processor time goes that an exchange takes of this process, the server's client.</summary>
internal static class WhereItGoes
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8); // until all that matters has been compiled for good
    private static readonly TimeSpan Sampled = TimeSpan.FromSeconds(8);

    public static async IAsyncEnumerable<Finding> OnSqliteAsync(Settings settings)
    {
        string file = Path.GetTempFileName();
        try
        {
            await using Node node = Node.Sqlite(file, SqliteDurability.Normal, new MovedClock());
            foreach (Finding finding in await MeasureAsync(node, 64, Environment.ProcessId, "An exchange on SQLite, NORMAL"))
            {
                yield return finding;
            }
        }
        finally
        {
            Array.ForEach(Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"), File.Delete);
        }
    }

    public static async IAsyncEnumerable<Finding> OnRedisAsync(Settings settings)
    {
        await using RedisProcess server = await RedisProcess.StartAsync();
        await using Node node = Node.Redis(server.Address, new MovedClock());
        foreach (Finding finding in await MeasureAsync(node, 64, server.ProcessId, "An exchange on Redis"))
        {
            yield return finding;
        }
    }

    public static async IAsyncEnumerable<Finding> OnPostgreSqlAsync(Settings settings)
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using Node node = Node.PostgreSql(server.ConnectionString, new MovedClock());
        foreach (Finding finding in await MeasureAsync(node, 32, server.ProcessId, "An exchange on PostgreSQL"))
        {
            yield return finding;
        }
    }

    private static async Task<Finding[]> MeasureAsync(Node node, int atOnce, int server, string table)
    {
        (Crowd crowd, _) = await Arrival.OfAsync(node, 10_000);
        var exchanges = new Exchanges(node, crowd, atOnce);
        await exchanges.RateAsync(WarmUp);
        var effort = new Effort(server);
        double rate = 0;
        Dictionary<string, double> shares = await Profile.TakeAsync(Sampled, async () => rate = await exchanges.RateAsync(Sampled, effort));
        return
        [
            Finding.Plain(table, $"a second, {atOnce} at once, while samples are taken", Figure.One(rate, "")),
            Finding.Plain(table, "processor time in the server", Figure.One(effort.Server, " µs")),
            Finding.Plain(table, "processor time in this process", Figure.One(effort.Client, " µs")),
            .. Profile.AllOwners.Select(owner => Finding.Plain(table, $"of it, {owner}", Figure.One(shares.GetValueOrDefault(owner) * effort.Client, " µs"))),
        ];
    }
}
