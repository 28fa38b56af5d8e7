using System.Diagnostics;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>
/// A node that starts where very many sessions have ended lately: how long until it serves, and what each end takes in its memory;
/// and a node that runs while as many more end at once.
/// </summary>
internal static class CatchUp
{
    private const int Batch = 1_000;
    private const int Starts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        double[] bytes = [.. Enumerable.Range(0, Starts).Select(_ => Remembered(settings.Recent))];
        yield return Finding.Plain(Tables.Memory, $"memory of a node for one of {Figure.Short(settings.Recent)} ends", Figure.Of(bytes, " B"));
        await using (RedisProcess server = await RedisProcess.StartAsync())
        {
            await foreach (Finding finding in MeasureAsync("Redis", () => Node.Redis(server.Address, new MovedClock(), hears: true), settings.Recent))
            {
                yield return finding;
            }
        }

        await using (PostgresServer server = await PostgresServer.StartAsync())
        {
            await foreach (Finding finding in MeasureAsync("PostgreSQL", () => Node.PostgreSql(server.ConnectionString, new MovedClock(), hears: true), settings.Recent))
            {
                yield return finding;
            }
        }
    }

    private static async IAsyncEnumerable<Finding> MeasureAsync(string store, Func<Node> make, int recent)
    {
        await using Node teller = make();
        await AppendAsync(teller.Log, recent);
        var times = new List<double>();
        for (int start = 0; start < Starts; start++)
        {
            times.Add(await StartAsync(make, recent));
        }

        string ends = $"{Figure.Short(recent)} recent ends";
        yield return Finding.Plain(Tables.Memory, $"a node starts and has heard {ends}, {store}", Figure.Of(times, " ms"));
        yield return Finding.Plain(
            Tables.Memory,
            $"a node that runs has heard {Figure.Short(recent)} ends told at once, from the last acknowledgement, {store}",
            Figure.One(await FollowAsync(make, teller, recent), " ms"));
    }

    /// <summary>What remembering takes, in bytes for each end. The notices themselves are gone by then.</summary>
    private static double Remembered(int count)
    {
        var feed = new LocalRevocationFeed();
        using var memory = new RefusalMemory(feed, TimeProvider.System, TimeSpan.FromHours(1));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int place = 0; place < count; place++)
        {
            Scene.Done(PublishAsync(feed, End(place)));
        }

        double each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
        GC.KeepAlive(memory);
        return each;
    }

    private static async ValueTask<bool> PublishAsync(LocalRevocationFeed feed, RevocationNotice notice)
    {
        await feed.PublishAsync([notice], CancellationToken.None);
        return true;
    }

    private static async Task AppendAsync(IRevocationLog log, int count)
    {
        foreach (int[] some in Enumerable.Range(0, count).Chunk(Batch))
        {
            await log.AppendAsync([.. some.Select(static place => End(place))], CancellationToken.None);
        }
    }

    private static RevocationNotice End(int place) =>
        new(SessionId.Create($"user {place}"), RevocationNotice.Everything, TimeProvider.System.GetUtcNow(), EndReason.SignedOut);

    private static async Task<double> StartAsync(Func<Node> make, int recent)
    {
        int heard = 0;
        await using Node node = make();
        node.Feed!.Heard += _ => heard++;
        long began = Stopwatch.GetTimestamp();
        await node.Feed.StartAsync(CancellationToken.None);
        double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return heard >= recent && node.Service.HearsOfEnds
            ? took
            : throw new InvalidOperationException($"The node began to serve with {heard} of {recent} ends.");
    }

    private static async Task<double> FollowAsync(Func<Node> make, Node teller, int more)
    {
        await using Node node = make();
        await node.Feed!.StartAsync(CancellationToken.None);
        int left = more;
        long last = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Feed.Heard += _ =>
        {
            if (--left == 0) // heard one by one
            {
                last = Stopwatch.GetTimestamp();
                all.SetResult();
            }
        };
        await AppendAsync(teller.Log, more);
        long told = Stopwatch.GetTimestamp();
        await all.Task.WaitAsync(Patience);
        return Math.Max(0, Stopwatch.GetElapsedTime(told, last).TotalMilliseconds);
    }
}
