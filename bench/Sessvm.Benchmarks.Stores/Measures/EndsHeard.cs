using System.Diagnostics;
using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>
/// Ends that three nodes hear: three services in this process, each with connections and a feed of its own, so that one clock tells
/// all times. Sessions end one after the other, on each node in turn; first with nothing else to do, then under exchanges.
/// </summary>
internal static class EndsHeard
{
    private const int Nodes = 3;
    private const int LoadAtOnce = 16;
    private const int LoadSessions = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using (RedisProcess server = await RedisProcess.StartAsync())
        {
            await foreach (Finding finding in MeasureAsync("Redis", clock => Node.Redis(server.Address, clock, hears: true), settings.Ends))
            {
                yield return finding;
            }
        }

        await using (PostgresServer server = await PostgresServer.StartAsync())
        {
            await foreach (Finding finding in MeasureAsync("PostgreSQL", clock => Node.PostgreSql(server.ConnectionString, clock, hears: true), settings.Ends))
            {
                yield return finding;
            }
        }
    }

    private static async IAsyncEnumerable<Finding> MeasureAsync(string store, Func<MovedClock, Node> make, int ends)
    {
        var clock = new MovedClock();
        Node[] nodes = [.. Enumerable.Range(0, Nodes).Select(_ => make(clock))];
        try
        {
            foreach (Node node in nodes)
            {
                await node.Feed!.StartAsync(CancellationToken.None);
            }

            await EndAsync(nodes, Math.Min(ends, 100)); // warms up
            foreach (Finding finding in Tell(store, await EndAsync(nodes, ends)))
            {
                yield return finding;
            }

            (Crowd crowd, _) = await Arrival.OfAsync(nodes[0], LoadSessions);
            using var enough = new CancellationTokenSource();
            Task load = ExchangeAsync(new Exchanges(nodes[0], crowd, LoadAtOnce), enough.Token);
            Hearing[] heard = await EndAsync(nodes, ends);
            await enough.CancelAsync();
            await load;
            foreach (Finding finding in Tell($"{store} under load", heard))
            {
                yield return finding;
            }
        }
        finally
        {
            foreach (Node node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static async Task<Hearing[]> EndAsync(Node[] nodes, int ends)
    {
        (_, SessionId[] sessions) = await Arrival.OfAsync(nodes[0], ends);
        var all = new Hearing[ends];
        Hearing? current = null;
        Action<SessionId, EndReason>[] listeners =
            [.. nodes.Select((_, place) => new Action<SessionId, EndReason>((session, _) => Tell(Volatile.Read(ref current), session, place)))];
        for (int place = 0; place < nodes.Length; place++)
        {
            nodes[place].Service.Ended += listeners[place];
        }

        for (int end = 0; end < ends; end++)
        {
            var hearing = all[end] = new Hearing(sessions[end], nodes.Length);
            Volatile.Write(ref current, hearing);
            hearing.Called = Stopwatch.GetTimestamp();
            await nodes[end % nodes.Length].Service.EndAsync(EndTarget.One(hearing.Session), EndReason.SignedOut);
            hearing.Acknowledged = Stopwatch.GetTimestamp();
            await hearing.ByAll.WaitAsync(Patience);
        }

        for (int place = 0; place < nodes.Length; place++)
        {
            nodes[place].Service.Ended -= listeners[place];
        }

        return all;

        static void Tell(Hearing? hearing, SessionId session, int node)
        {
            if (hearing?.Session == session)
            {
                hearing.Hear(node);
            }
        }
    }

    private static async Task ExchangeAsync(Exchanges exchanges, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await exchanges.ExpireAsync();
            await exchanges.PassAsync();
        }
    }

    private static Finding[] Tell(string store, Hearing[] heard) =>
    [
        .. Tell($"from the call, {store}", heard, static one => one.FromCall),
        .. Tell($"from the acknowledgement, {store}", heard, static one => one.FromAcknowledgement),
    ];

    private static Finding[] Tell(string row, Hearing[] heard, Func<Hearing, double> time)
    {
        double[] sorted = [.. heard.Select(time).Order()];
        double bound = new SessionOptions().RevocationBound.TotalMilliseconds;
        return
        [
            Finding.Plain(Tables.Ends, $"{row}: p50", Figure.One(Figure.Percentile(sorted, 0.50), " ms")),
            Finding.Plain(Tables.Ends, $"{row}: p99", Figure.One(Figure.Percentile(sorted, 0.99), " ms"), Budget.AtMost(50, " ms")),
            Finding.Plain(Tables.Ends, $"{row}: max of {Figure.Short(sorted.Length)}", Figure.One(sorted[^1], " ms"), Budget.AtMost(bound, " ms")),
        ];
    }
}
