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
        foreach ((SqliteDurability durability, double least) in ((SqliteDurability, double)[])[(SqliteDurability.Normal, 1.0), (SqliteDurability.Full, 4.0)])
        {
            string directory = LocalServer.NewDirectory("bench-sqlite");
            try
            {
                string path = Path.Combine(directory, "sessions.db");
                await using Node node = Node.Sqlite(path, durability, new MovedClock());
                (Crowd crowd, _) = await Arrival.OfAsync(node, Sessions);
                var exchanges = new Exchanges(node, crowd, AtOnce);
                using (var plain = SqliteUpdates.Plain(Path.Combine(directory, "plain.db"), durability, Sessions))
                {
                    yield return await CompareAsync(settings, durability, exchanges, "a plain file", plain, least);
                }

                using var tuned = SqliteUpdates.OfStore(path, durability);
                yield return await CompareAsync(settings, durability, exchanges, "its own file", tuned, least);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static async Task<Finding> CompareAsync(
        Settings settings, SqliteDurability durability, Exchanges exchanges, string file, SqliteUpdates peer, double least)
    {
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
            $"exchange on SQLite, {durability.ToString().ToUpperInvariant()}, {AtOnce} at once, beside {file}",
            Figure.Of(duel.One, " a second"),
            "single-row UPDATEs on one connection",
            Figure.Of(duel.Other, " a second"),
            duel.Ratio,
            Budget.AtLeast(least));
    }
}
