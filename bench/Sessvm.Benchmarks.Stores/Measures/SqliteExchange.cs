using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Peers;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Sqlite;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Exchanges on a SQLite file beside single-row updates of the same rows on one connection.</summary>
internal static class SqliteExchange
{
    private const int AtOnce = 64;
    private const int Sessions = 10_000;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        yield return await MeasureAsync(settings, SqliteDurability.Normal, 1.0);
        yield return await MeasureAsync(settings, SqliteDurability.Full, 4.0);
    }

    private static async Task<Finding> MeasureAsync(Settings settings, SqliteDurability durability, double least)
    {
        string directory = LocalServer.NewDirectory("bench-sqlite");
        try
        {
            string path = Path.Combine(directory, "sessions.db");
            await using Node node = Node.Sqlite(path, durability, new MovedClock());
            (Crowd crowd, _) = await Arrival.OfAsync(node, Sessions);
            var exchanges = new Exchanges(node, crowd, AtOnce);
            using var peer = new SqliteUpdates(path, durability);
            Duel duel = await Duel.FightAsync(
                settings.Rounds,
                () => exchanges.RateAsync(settings.Round),
                () => Duel.RateAsync(
                    settings.Round,
                    () =>
                    {
                        peer.Prepare();
                        return Task.CompletedTask;
                    },
                    () => Task.FromResult(peer.Pass())));
            return new Finding(
                Tables.Exchange,
                $"exchange on SQLite, {durability.ToString().ToUpperInvariant()}, {AtOnce} at once",
                Figure.Of(duel.One, " a second"),
                "single-row UPDATEs on one connection",
                Figure.Of(duel.Other, " a second"),
                duel.Ratio,
                Budget.AtLeast(least));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
