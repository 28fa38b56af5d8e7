using System.Globalization;
using Sessvm.Redis.Tests.Support;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Redis.Tests;

public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Shards = 65_536;

    [Fact]
    public async Task A_session_takes_at_most_450_bytes_of_the_server_with_its_index()
    {
        // The short form is the fiftieth part of a million, in the fiftieth part of the shards: as many in each.
        int parts = Environment.GetEnvironmentVariable("SESSVM_LONG") == "1" ? 1 : 50;
        int sessions = 1_000_000 / parts;
        await using var server = new RedisServer();
        await server.InitializeAsync();
        await using var store = server.NewStore(new RedisStoreOptions());
        await store.EndAsync(EndTarget.One((await store.AddedAsync()).Id));
        long before = await UsedAsync(server);
        await Parallel.ForEachAsync(Enumerable.Range(0, sessions), async (_, _) => await store.AddedAsync(SampleRows.Typical(SubjectIn(Shards / parts))));
        double each = (await UsedAsync(server) - before) / (double)sessions;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sessions:N0} sessions: {each:F1} bytes each, index included"));
        each.ShouldBeLessThanOrEqualTo(450);
    }

    private static string SubjectIn(int shards)
    {
        string subject;
        do
        {
            subject = Guid.NewGuid().ToString();
        }
        while (SessionId.ShardOf(subject) >= shards);
        return subject;
    }

    private static async Task<long> UsedAsync(RedisServer server)
    {
        string memory = (string)(await server.ExecuteAsync("INFO", "memory"))!;
        return long.Parse(memory.Split("used_memory:")[1].Split('\r')[0], CultureInfo.InvariantCulture);
    }
}
