using System.Diagnostics;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Fingerprints;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>A request with a token that its node knows, where the node hears others' ends, beside one that is alone.</summary>
internal static class HotPath
{
    private const int Known = 10_000;
    private const int Requests = 2_000_000;

    public static async IAsyncEnumerable<Finding> MeasureAsync(Settings settings)
    {
        await using RedisProcess server = await RedisProcess.StartAsync();
        await using Node node = Node.Redis(server.Address, new MovedClock(), hears: true);
        await node.Feed!.StartAsync(CancellationToken.None);
        Func<double> hearing = await RequestsAsync(node.Feed);
        Func<double> alone = await RequestsAsync(new LocalRevocationFeed());
        Duel duel = await Duel.FightAsync(settings.Rounds, () => Task.FromResult(hearing()), () => Task.FromResult(alone()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        hearing();
        double bytes = Math.Floor((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Requests);
        const string Row = "verify the same token again, where the node hears ends of others";
        yield return new Finding(
            Tables.Memory, Row, Figure.Of(duel.One, " ns"), "where it is alone", Figure.Of(duel.Other, " ns"), duel.Ratio, Budget.AtMost(1.1));
        yield return Finding.Plain(Tables.Memory, $"{Row}: allocated", Figure.One(bytes, " B"), Budget.AtMost(0, " B"));
    }

    /// <summary>Makes a node that knows tokens, and what asks it again and again for one of them and tells the time of each request in nanoseconds.</summary>
    private static async Task<Func<double>> RequestsAsync(IRevocationFeed feed)
    {
        var service = new SessionService(Node.Setup(new MemorySessionStore(), TimeProvider.System) with { Feed = feed });
        AuthenticateRequest request = default;
        for (int place = 0; place < Known; place++)
        {
            SessionGrant grant = Scene.Begin(service, Guid.NewGuid().ToString(), Scene.Device);
            request = new AuthenticateRequest(grant.AccessToken.Reveal().AsMemory(), Scene.Device, new RequestTraits(new string(Scene.UserAgent)));
            if (!(await service.AuthenticateAsync(request)).Succeeded)
            {
                throw new InvalidOperationException("The token does not authenticate.");
            }
        }

        // As on any node that runs for a while, something has ended.
        SessionGrant gone = Scene.Begin(service, Guid.NewGuid().ToString(), Scene.Device);
        await service.EndAsync(EndTarget.One(gone.Row.Id), EndReason.SignedOut);
        await service.FlushAsync();
        return () =>
        {
            int succeeded = 0;
            long began = Stopwatch.GetTimestamp();
            for (int done = 0; done < Requests; done++)
            {
                succeeded += Scene.Done(service.AuthenticateAsync(request)).Succeeded ? 1 : 0;
            }

            double each = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Requests;
            return succeeded == Requests ? each : throw new InvalidOperationException("A request was refused.");
        };
    }
}
