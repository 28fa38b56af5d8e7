using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Peers;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Exchanges on Redis beside bare GETs of the same keys, with and without an append-only file; and beside the same, the least that one could be.</summary>
internal static class RedisExchange
{
    private const int AtOnce = 64;
    private const int Sessions = 20_000;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        foreach (bool appendOnly in (bool[])[false, true])
        {
            await using RedisProcess server = await RedisProcess.StartAsync(appendOnly);
            await using Node node = Node.Redis(server.Address, new MovedClock());
            (Crowd crowd, SessionId[] sessions) = await Arrival.OfAsync(node, Sessions);
            await using RedisGets gets = await RedisGets.OpenAsync(server.Address, sessions);
            var duels = new EffortDuel(settings, server.ProcessId, "bare GETs", "a bare GET", effort => RateAsync(gets.PassAsync, effort));

            await using RedisSwaps swaps = await RedisSwaps.OpenAsync(server.Address, sessions);
            var exchanges = new Exchanges(node, crowd, AtOnce);
            string disk = appendOnly ? "append-only file, fsync each second" : "nothing on disk";
            (string Row, string Operation, Func<Effort, Task<double>> Own, Budget? Budget)[] sides =
            [
                ($"exchange on Redis, {disk}, {AtOnce} at once", "an exchange on Redis", effort => exchanges.RateAsync(settings.Round, effort), Budget.AtLeast(0.40)),
                ($"no session: a GET and a compare-and-swap script, each a command, {AtOnce} at once", "a GET and a script", effort => RateAsync(swaps.PassAsync, effort), null),
                ($"no session, no callers: the same for {AtOnce / 2} in two commands", "its share of two commands", effort => RateAsync(swaps.PassTogetherAsync, effort), null),
            ];
            foreach ((string row, string operation, Func<Effort, Task<double>> own, Budget? budget) in appendOnly ? sides[..1] : sides)
            {
                foreach (Finding finding in await duels.FightAsync(row, operation, own, budget))
                {
                    yield return finding;
                }
            }
        }

        Task<double> RateAsync(Func<int, Task<int>> pass, Effort effort) =>
            Duel.RateAsync(settings.Round, static () => Task.CompletedTask, () => effort.NoteAsync(() => pass(AtOnce)));
    }
}
