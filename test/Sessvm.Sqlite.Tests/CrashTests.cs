using System.Globalization;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Tests;

public sealed class CrashTests
{
    private const string Acknowledged = "acknowledged";

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_process_was_killed()
    {
        using var file = new TemporaryFile();
        var acknowledged = new Dictionary<SessionId, uint>();
        for (int round = 1; round <= 4; round++)
        {
            using (var process = new OtherProcess("write", file.Path))
            {
                for (int lines = 0; lines < 150 * round; lines++)
                {
                    Note(await process.LineAsync(), acknowledged);
                }

                foreach (string line in await process.KillAsync())
                {
                    Note(line, acknowledged);
                }
            }

            await using SqliteSessionStore store = file.Open();
            foreach ((SessionId id, uint generation) in acknowledged)
            {
                SessionRow? row = await store.FindAsync(id, CancellationToken.None);
                row.ShouldNotBeNull();
                row.Access.Generation.ShouldBeGreaterThanOrEqualTo(generation);
            }

            file.Execute("PRAGMA integrity_check").ShouldBe("ok");
        }

        acknowledged.Count.ShouldBeGreaterThan(300);
    }

    private static void Note(string line, Dictionary<SessionId, uint> acknowledged)
    {
        // The last line may have been cut by the kill.
        if (line.Split(' ') is [var handle, var generation, Acknowledged])
        {
            SessionId.TryParse(handle, out SessionId id).ShouldBeTrue();
            acknowledged[id] = uint.Parse(generation, CultureInfo.InvariantCulture);
        }
    }
}
