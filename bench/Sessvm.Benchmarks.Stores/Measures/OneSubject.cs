using System.Diagnostics;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Sessions;
using Sessvm.Sqlite;
using Sessvm.Stores;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>
/// What a subject with very many sessions costs, and what it costs the others: one more session beside a subject's first, the
/// list, and starts of one subject under a limit, many at once.
/// </summary>
internal static class OneSubject
{
    private const int Many = 10_000;
    private const int Starts = 200;
    private const int AtOnce = 64;
    private const int Limit = 5;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        string directory = LocalServer.NewDirectory("bench-one");
        try
        {
            await using Node node = Node.Sqlite(Path.Combine(directory, "sessions.db"), SqliteDurability.Normal, new MovedClock());
            foreach (Finding finding in await OnAsync("SQLite", node, settings))
            {
                yield return finding;
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        await using (RedisProcess server = await RedisProcess.StartAsync())
        {
            await using Node node = Node.Redis(server.Address, new MovedClock());
            foreach (Finding finding in await OnAsync("Redis", node, settings))
            {
                yield return finding;
            }
        }

        await using (PostgresServer server = await PostgresServer.StartAsync())
        {
            await using Node node = Node.PostgreSql(server.ConnectionString, new MovedClock());
            foreach (Finding finding in await OnAsync("PostgreSQL", node, settings))
            {
                yield return finding;
            }
        }
    }

    private static async Task<Finding[]> OnAsync(string store, Node node, Settings settings)
    {
        var many = Guid.NewGuid().ToString();
        var grants = new SessionService(Node.Setup(new Crowds.ForgetfulStore(), node.Clock)); // a start each, but for the writing
        await Crew.RunAsync(Many, AtOnce, async _ =>
            await node.Store.AddAsync(Scene.Begin(grants, many, Guid.NewGuid()).Row, AddTerms.None, node.Clock.GetUtcNow(), CancellationToken.None));

        Duel starts = await Duel.FightAsync(
            settings.Rounds,
            () => EachAsync(Starts, () => node.Service.StartAsync(Scene.Start(many, Guid.NewGuid()))),
            () => EachAsync(Starts, () => node.Service.StartAsync(Scene.Start(Guid.NewGuid().ToString(), Guid.NewGuid()))));
        double list = await EachAsync(5, () => node.Service.ListAsync(many, CancellationToken.None));

        string stormed = Guid.NewGuid().ToString();
        var limited = new SessionService(Node.Setup(node.Store, node.Clock) with { Options = new SessionOptions { MaxSessionsPerSubject = Limit } });
        int started = 0;
        long began = Stopwatch.GetTimestamp();
        TimeSpan time = 3 * settings.Round;
        await Crew.RunAsync(AtOnce, AtOnce, async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                await limited.StartAsync(Scene.Start(stormed, Guid.NewGuid()));
                Interlocked.Increment(ref started);
            }
        });
        double rate = started / Stopwatch.GetElapsedTime(began).TotalSeconds;
        int live = (await node.Service.ListAsync(stormed, CancellationToken.None)).Count;
        return
        [
            new(
                Tables.OneSubject, $"{store}: one more session of a subject with {Figure.Short(Many)}", Figure.Of(starts.One, " µs"),
                "a subject's first", Figure.Of(starts.Other, " µs"), starts.Ratio, null),
            Finding.Plain(Tables.OneSubject, $"{store}: the list of its {Figure.Short(Many)} and more", Figure.One(list / 1000, " ms")),
            Finding.Plain(Tables.OneSubject, $"{store}: starts of one subject who may have {Limit}, {AtOnce} at once", Figure.One(rate, " a second")),
            Finding.Plain(Tables.OneSubject, $"{store}: live after {Figure.Short(started)} of them", Figure.One(live, ""), Budget.AtMost(Limit, "")),
        ];
    }

    /// <summary>Microseconds of each, one after the other.</summary>
    private static async Task<double> EachAsync<T>(int times, Func<ValueTask<T>> work)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            await work();
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / times;
    }
}
