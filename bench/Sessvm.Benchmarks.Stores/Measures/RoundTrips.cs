using Sessvm.Benchmarks.Stores.Crowds;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>What an operation costs in commands, counted at the server. One operation after the other, so that none shares a command.</summary>
internal static class RoundTrips
{
    private const int Sessions = 200;
    private const int Again = 5;
    private const int AtOnce = 32;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using (RedisProcess server = await RedisProcess.StartAsync())
        {
            await using Node node = Node.Redis(server.Address, new MovedClock());
            await using RedisCommands counter = await RedisCommands.StartAsync(server.Address);
            await foreach (Finding finding in MeasureAsync("Redis", node, counter))
            {
                yield return finding;
            }
        }

        await using (PostgresServer server = await PostgresServer.StartAsync(PostgreSqlCommands.Setting))
        {
            await using PostgreSqlCommands counter = await PostgreSqlCommands.StartAsync(server.ConnectionString);
            await using Node node = Node.PostgreSql(server.ConnectionString, new MovedClock());
            await foreach (Finding finding in MeasureAsync("PostgreSQL", node, counter))
            {
                yield return finding;
            }
        }
    }

    private static async IAsyncEnumerable<Finding> MeasureAsync(string store, Node node, ICommandCounter counter)
    {
        await WarmUpAsync(node);
        Crowd crowd = null!;
        SessionId[] sessions = null!;
        yield return await CountAsync(counter, $"a start, {store}", Sessions, 1, async () => (crowd, sessions) = await Arrival.OfAsync(node, Sessions, atOnce: 1));
        yield return await CountAsync(
            counter, $"an authenticated request with a token in its first use (its mark, in the background), {store}", Sessions, null, () => AuthenticateAsync(node, crowd));
        yield return await CountAsync(counter, $"an authenticated request, {store}", Sessions * Again, 0, async () =>
        {
            for (int time = 0; time < Again; time++)
            {
                await AuthenticateAsync(node, crowd);
            }
        });
        var alone = new Exchanges(node, crowd, atOnce: 1);
        await alone.ExpireAsync();
        yield return await CountAsync(counter, $"an exchange, {store}", Sessions, 2, alone.PassAsync);
        var together = new Exchanges(node, crowd, AtOnce);
        await together.ExpireAsync();
        yield return await CountAsync(counter, $"an exchange among {AtOnce} at once, {store}", Sessions, null, together.PassAsync);
        yield return await CountAsync(counter, $"an end, {store}", Sessions, null, () => Crew.RunAsync(
            Sessions, 1, async place => await node.Service.EndAsync(EndTarget.One(sessions[place]), EndReason.SignedOut)));
    }

    /// <summary>Opens connections, and makes the server know every script and statement.</summary>
    private static async Task WarmUpAsync(Node node)
    {
        (Crowd crowd, SessionId[] sessions) = await Arrival.OfAsync(node, 1);
        await AuthenticateAsync(node, crowd);
        var exchanges = new Exchanges(node, crowd, 1);
        await exchanges.ExpireAsync();
        await exchanges.PassAsync();
        await node.Service.EndAsync(EndTarget.One(sessions[0]), EndReason.SignedOut);
    }

    private static async Task AuthenticateAsync(Node node, Crowd crowd)
    {
        for (int client = 0; client < crowd.Size; client++)
        {
            AuthenticateResult result = await node.Service.AuthenticateAsync(
                new AuthenticateRequest(crowd.TokenOf(client).AsMemory(), crowd.DeviceOf(client), new RequestTraits(Scene.UserAgent)));
            if (!result.Succeeded)
            {
                throw new InvalidOperationException($"A token does not authenticate: {result.Reason}.");
            }
        }

        await node.Service.FlushAsync();
    }

    private static async Task<Finding> CountAsync(ICommandCounter counter, string row, int operations, int? most, Func<Task> work)
    {
        long before = await counter.CountAsync();
        await work();
        double each = (await counter.CountAsync() - before) / (double)operations;
        return Finding.Plain(Tables.RoundTrips, row, Figure.One(each, ""), most is { } limit ? Budget.AtMost(limit, "") : null);
    }
}
