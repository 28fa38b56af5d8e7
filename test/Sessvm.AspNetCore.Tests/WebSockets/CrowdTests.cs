using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using static Sessvm.AspNetCore.Tests.WebSockets.SocketApp;

namespace Sessvm.AspNetCore.Tests.WebSockets;

/// <summary>Thousands of real sockets whose sessions end at once. The bound is the fake clock's: whoever reads is told without it moving, whoever does not is cut off when it has moved by one.</summary>
[Collection(nameof(CrowdTests))]
[CollectionDefinition(nameof(CrowdTests), DisableParallelization = true)]
public sealed class CrowdTests
{
    private const int Idle = 5000;
    private const int Slow = 20;
    private const int AtOnce = 64;

    [Fact]
    public async Task Five_thousand_sockets_close_with_their_sessions_and_those_that_do_not_read_hold_up_nobody()
    {
        await using var app = await TestApp.BearerAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Logging.ClearProviders(); // a log that is kept is memory too
            },
            SocketApp.Map);
        await CrowdAsync(app); // pools of buffers stay, for the next crowd
        var (open, closed) = await CrowdAsync(app);
        TestContext.Current.TestOutputHelper?.WriteLine($"{open / 1024:N0} kB while open, {closed / 1024:N0} kB after");
        closed.ShouldBeLessThan(open / 3, "Sockets that have closed keep memory.");
    }

    /// <summary>How many bytes more there are than before: while all are open, and once all have closed.</summary>
    private static async Task<(long Open, long Closed)> CrowdAsync(TestApp app)
    {
        long before = await SettledAsync();
        var sockets = await OpenAllAsync(app);
        app.Connections().Count.ShouldBe(Idle + Slow);
        long open = await SettledAsync();

        var all = Task.WhenAll(sockets.Take(Idle).Select(socket => socket.ClosedAsync()));
        long start = TimeProvider.System.GetTimestamp();
        await app.Sessions.EndAsync(EndTarget.OfSubject("crowd"), EndReason.Administrative);

        var told = await all;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Idle} were told within {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:N0} ms of the end");
        told.ShouldAllBe(code => code == 4401);
        await UntilAsync(() =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            return app.Connections().Count == 0;
        });
        foreach (var socket in sockets)
        {
            socket.Abort();
            socket.Dispose();
        }

        app.Events.Clear();
        Array.Clear(sockets);
        return (open - before, await SettledAsync() - before);
    }

    private static async Task<ClientWebSocket[]> OpenAllAsync(TestApp app)
    {
        var sockets = new ClientWebSocket[Idle + Slow];
        var traits = new RequestTraits(Browser.Chrome, null, System.Net.IPAddress.Loopback, null);
        await Parallel.ForAsync(0, sockets.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var device = Guid.NewGuid();
            var started = await app.Sessions.StartAsync(new StartRequest { Subject = "crowd", Device = device, Fingerprint = app.Sessions.Fingerprints.Extract(traits) });
            sockets[i] = await OpenAsync(app.Address, i < Idle ? "/echo" : "/flood", Browser.Chrome, device, started.Grant!.AccessToken.Reveal());
        });
        return sockets;
    }

    // What is live once the last handlers have returned and their buffers are collected.
    private static async Task<long> SettledAsync()
    {
        long least = long.MaxValue;
        for (int i = 0; i < 2; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            least = Math.Min(least, GC.GetTotalMemory(forceFullCollection: true));
        }

        return least;
    }
}
