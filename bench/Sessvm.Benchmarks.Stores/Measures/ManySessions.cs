using System.Diagnostics;
using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>
/// The cost of an exchange, and of a start, among very many sessions beside that among few, on two servers of one kind. Among
/// many, each round exchanges sessions that no round before has touched.
/// </summary>
internal static class ManySessions
{
    private const int Few = 10_000;
    private const int Started = 2_000;

    public static async IAsyncEnumerable<Finding> OnRedisAsync(Settings settings)
    {
        const int BytesEach = 700;
        int top = Room.Within(settings.Top, Room.Memory(), BytesEach, "memory");
        await using RedisProcess few = await RedisProcess.StartAsync();
        await using RedisProcess many = await RedisProcess.StartAsync();
        var clock = new MovedClock();
        await using Node small = Node.Redis(few.Address, clock);
        await using Node large = Node.Redis(many.Address, clock);
        var side = new Side("Redis", AtOnce: 64, PerRound: 20_000, Most: 1.2, settings.Rounds, settings.Round);
        var (one, other) = (new Crowd(Math.Min(top, side.Needed)), new Crowd(Few));
        await RedisFill.RunAsync(small, Few, other);
        await few.SettleAsync();
        long before = await many.UsedMemoryAsync();
        double rate = await RateOf(top, () => RedisFill.RunAsync(large, top, one));
        await many.SettleAsync();
        yield return Finding.Plain(
            Tables.ManySessions, $"memory in Redis for one of {Figure.Short(top)} sessions", Figure.One((await many.UsedMemoryAsync() - before) / (double)top, " B"));
        yield return Finding.Plain(Tables.ManySessions, "rows added to Redis by one process while it fills, pipelined", Figure.One(rate, " a second"));
        foreach (Finding finding in await CompareAsync(
            side, top, new Place(large, one, many.ProcessId), new Place(small, other, few.ProcessId)))
        {
            yield return finding;
        }
    }

    public static async IAsyncEnumerable<Finding> OnPostgreSqlAsync(Settings settings)
    {
        const int BytesEach = 1_000; // the write-ahead log lies beside the table
        int top = Room.Within(settings.Top, Room.Disk(Path.GetTempPath()), BytesEach, "disk");
        await using PostgresServer few = await PostgresServer.StartAsync();
        await using PostgresServer many = await PostgresServer.StartAsync();
        var clock = new MovedClock();
        await using Node small = Node.PostgreSql(few.ConnectionString, clock);
        await using Node large = Node.PostgreSql(many.ConnectionString, clock);
        var side = new Side("PostgreSQL", AtOnce: 32, PerRound: 5_000, Most: 1.5, settings.Rounds, settings.Round);
        var (one, other) = (new Crowd(Math.Min(top, side.Needed)), new Crowd(Few));
        await PostgreSqlFill.RunAsync(small, few.ConnectionString, Few, other);
        double rate = await RateOf(top, () => PostgreSqlFill.RunAsync(large, many.ConnectionString, top, one));
        yield return Finding.Plain(Tables.ManySessions, "rows copied into PostgreSQL while it fills, vacuum included", Figure.One(rate, " a second"));
        foreach (Finding finding in await CompareAsync(
            side, top, new Place(large, one, many.ProcessId), new Place(small, other, few.ProcessId)))
        {
            yield return finding;
        }
    }

    private static async Task<Finding[]> CompareAsync(Side side, int top, Place large, Place small)
    {
        var among = new Exchanges(large.Node, large.Crowd, side.AtOnce);
        var beside = new Exchanges(small.Node, small.Crowd, side.AtOnce);
        var (ofMany, ofFew) = (new Effort(large.Server), new Effort(small.Server));
        int perRound = large.Crowd.Size / Duel.Turns(side.Rounds);
        int first = 0;
        Duel exchanges = await Duel.FightAsync(
            side.Rounds,
            async () =>
            {
                await among.ExpireAsync();
                double cost = await CostAsync(perRound, () => ofMany.NoteAsync(() => among.PassAsync(first, perRound)));
                first += perRound;
                return cost;
            },
            async () => 1e6 / await beside.RateAsync(side.Round, ofFew));
        Duel starts = await Duel.FightAsync(
            side.Rounds,
            () => CostAsync(Started, () => Arrival.OfAsync(large.Node, Started, side.AtOnce)),
            () => CostAsync(Started, () => Arrival.OfAsync(small.Node, Started, side.AtOnce)));
        string of = $"among {Figure.Short(top)} sessions, {side.Store}, {side.AtOnce} at once";
        return
        [
            Beside($"an exchange {of}", exchanges, $"among {Figure.Short(Few)}", Budget.AtMost(side.Most)),
            .. Tables.Effort(Tables.ManySessions, $"an exchange among {Figure.Short(top)} sessions on {side.Store}", ofMany, $"among {Figure.Short(Few)}", ofFew),
            Beside($"a start {of}", starts, $"among {Figure.Short(Few)} and more", null),
        ];
    }

    private static Finding Beside(string row, Duel duel, string peer, Budget? budget) =>
        new(Tables.ManySessions, row, Figure.Of(duel.One, " µs"), peer, Figure.Of(duel.Other, " µs"), duel.Ratio, budget);

    private static async Task<double> CostAsync(int count, Func<Task> work) => 1e6 / await RateOf(count, work);

    private static async Task<double> RateOf(int count, Func<Task> work)
    {
        long began = Stopwatch.GetTimestamp();
        await work();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <param name="Node">A node.</param>
    /// <param name="Crowd">Clients of its.</param>
    /// <param name="Server">The process of its server.</param>
    private sealed record Place(Node Node, Crowd Crowd, int Server);

    private sealed record Side(string Store, int AtOnce, int PerRound, double Most, int Rounds, TimeSpan Round)
    {
        /// <summary>How many sessions must be known to the clients, so that none is exchanged twice.</summary>
        public int Needed => PerRound * Duel.Turns(Rounds);
    }
}
