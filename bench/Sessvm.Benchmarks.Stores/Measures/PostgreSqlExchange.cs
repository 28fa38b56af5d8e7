using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Peers;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Exchanges on PostgreSQL beside bare single-row updates of the same rows on as many connections.</summary>
internal static class PostgreSqlExchange
{
    private const int AtOnce = 32;
    private const int Sessions = 10_000;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using Node node = Node.PostgreSql(server.ConnectionString, new MovedClock());
        (Crowd crowd, _) = await Arrival.OfAsync(node, Sessions);
        var exchanges = new Exchanges(node, crowd, AtOnce);
        await using PostgreSqlUpdates peer = await PostgreSqlUpdates.OpenAsync(server.ConnectionString, AtOnce);
        var (own, bare) = (new Effort(server.ProcessId), new Effort(server.ProcessId));
        Duel duel = await Duel.FightAsync(
            settings.Rounds,
            () => exchanges.RateAsync(settings.Round, own),
            () => Duel.RateAsync(settings.Round, peer.PrepareAsync, () => bare.NoteAsync(peer.PassAsync)));
        yield return new Finding(
            Tables.Exchange,
            $"exchange on PostgreSQL, waiting ones gathered, {AtOnce} at once",
            Figure.Of(duel.One, " a second"),
            $"bare single-row UPDATEs on {AtOnce} connections",
            Figure.Of(duel.Other, " a second"),
            duel.Ratio,
            Budget.AtLeast(1.5));
        foreach (Finding finding in Tables.Effort(Tables.Exchange, "an exchange on PostgreSQL", own, "a bare UPDATE", bare))
        {
            yield return finding;
        }
    }
}
