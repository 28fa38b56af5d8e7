using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Peers;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Exchanges on PostgreSQL beside bare single-row updates of the same rows on as many connections; and beside the same, the least that one could be.</summary>
internal static class PostgreSqlExchange
{
    private const int AtOnce = 32;
    private const int Sessions = 10_000;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        var clock = new MovedClock();
        await using Node node = Node.PostgreSql(server.ConnectionString, clock);
        await using Node prepares = Node.PostgreSql($"{server.ConnectionString};Max Auto Prepare=20", clock);
        (Crowd crowd, SessionId[] sessions) = await Arrival.OfAsync(node, Sessions);
        await using PostgreSqlUpdates updates = await PostgreSqlUpdates.OpenAsync(server.ConnectionString, AtOnce);
        await using PostgreSqlSwaps swaps = await PostgreSqlSwaps.OpenAsync(server.ConnectionString, AtOnce, sessions);
        var duels = new EffortDuel(settings, server.ProcessId, $"bare single-row UPDATEs on {AtOnce} connections", "a bare UPDATE", effort =>
            Duel.RateAsync(settings.Round, updates.PrepareAsync, () => effort.NoteAsync(updates.PassAsync)));

        var exchanges = new Exchanges(node, crowd, AtOnce);
        var prepared = new Exchanges(prepares, crowd, AtOnce);
        (string Row, string Operation, Func<Effort, Task<double>> Own, Budget? Budget)[] sides =
        [
            ($"exchange on PostgreSQL, waiting ones gathered, {AtOnce} at once", "an exchange on PostgreSQL", effort => exchanges.RateAsync(settings.Round, effort), Budget.AtLeast(1.5)),
            ("the same with Max Auto Prepare=20 in the connection string", "the same", effort => prepared.RateAsync(settings.Round, effort), Budget.AtLeast(1.5)),
            ($"no session: a SELECT and an UPDATE, each a statement, on {AtOnce} connections", "a SELECT and an UPDATE", effort => RateAsync(swaps.PassAsync, effort), null),
            ($"no session, no callers: the same for {AtOnce / 2} in two statements", "its share of two statements", effort => RateAsync(() => swaps.PassTogetherAsync(AtOnce), effort), null),
        ];
        foreach ((string row, string operation, Func<Effort, Task<double>> own, Budget? budget) in sides)
        {
            foreach (Finding finding in await duels.FightAsync(row, operation, own, budget))
            {
                yield return finding;
            }
        }

        Task<double> RateAsync(Func<Task<int>> pass, Effort effort) => Duel.RateAsync(settings.Round, static () => Task.CompletedTask, () => effort.NoteAsync(pass));
    }
}
