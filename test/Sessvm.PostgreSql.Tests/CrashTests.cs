using System.Globalization;
using Sessvm.Stores;
using Sessvm.Tests.Shared;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.PostgreSql.Tests;

public sealed class CrashTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("SESSVM_LONG") == "1" ? 20 : 3;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_server_was_killed_in_the_middle_of_writes()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string[] writers = ["postgres", server.ConnectionString, "sessvm", "write", "16"];
        int checkedRows = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            var acknowledged = new Dictionary<SessionId, (uint Generation, bool Ended)>();
            await using (Racers racers = await Racers.ReadyAsync(writers, writers))
            {
                racers.Go();
                for (int lines = 0; lines < 100 + (37 * kill); lines++)
                {
                    Note(await racers.LineAsync(), acknowledged);
                }

                await server.KillAsync();
                foreach (string line in await racers.ResultsAsync())
                {
                    Note(line, acknowledged);
                }
            }

            await server.StartAgainAsync();
            await using var store = new PostgreSqlSessionStore(new PostgreSqlStoreOptions { ConnectionString = server.ConnectionString });
            foreach ((SessionId id, (uint generation, bool ended)) in acknowledged)
            {
                SessionRow row = (await store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();

                // One more write may have been done whose answer was lost; never another.
                row.Access.Generation.ShouldBeInRange(generation, ended ? generation : generation + 1);
                if (ended)
                {
                    row.End.ShouldNotBeNull(); // R5
                }
            }

            checkedRows += acknowledged.Count;
        }

        checkedRows.ShouldBeGreaterThan(30 * Kills);
    }

    private static void Note(string line, Dictionary<SessionId, (uint Generation, bool Ended)> acknowledged)
    {
        string[] parts = line.Split(' ');
        SessionId.TryParse(parts[0], out SessionId id).ShouldBeTrue(line);
        parts[2].ShouldBeOneOf("live", "ended"); // no conflict on a row that nobody else writes: no fork
        acknowledged[id] = (uint.Parse(parts[1], CultureInfo.InvariantCulture), parts[2] == "ended");
    }
}
