using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Peers;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Exchanges on Redis beside bare GETs of the same keys, with and without an append-only file.</summary>
internal static class RedisExchange
{
    private const int AtOnce = 64;
    private const int Sessions = 20_000;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        foreach (bool appendOnly in (bool[])[false, true])
        {
            foreach (Finding finding in await MeasureAsync(settings, appendOnly))
            {
                yield return finding;
            }
        }
    }

    private static async Task<Finding[]> MeasureAsync(Settings settings, bool appendOnly)
    {
        await using RedisProcess server = await RedisProcess.StartAsync(appendOnly);
        await using Node node = Node.Redis(server.Address, new MovedClock());
        (Crowd crowd, SessionId[] sessions) = await Arrival.OfAsync(node, Sessions);
        var exchanges = new Exchanges(node, crowd, AtOnce);
        await using RedisGets peer = await RedisGets.OpenAsync(server.Address, sessions);
        var (own, bare) = (new Effort(server.ProcessId), new Effort(server.ProcessId));
        Duel duel = await Duel.FightAsync(
            settings.Rounds,
            () => exchanges.RateAsync(settings.Round, own),
            () => Duel.RateAsync(settings.Round, () => Task.CompletedTask, () => bare.NoteAsync(() => peer.PassAsync(AtOnce))));
        string row = $"exchange on Redis, {(appendOnly ? "append-only file, fsync each second" : "nothing on disk")}, {AtOnce} at once";
        return
        [
            new(Tables.Exchange, row, Figure.Of(duel.One, " a second"), "bare GETs", Figure.Of(duel.Other, " a second"), duel.Ratio, Budget.AtLeast(0.40)),
            .. Tables.Effort(Tables.Exchange, "an exchange on Redis", own, "a bare GET", bare),
        ];
    }
}
