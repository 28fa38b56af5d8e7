using System.Diagnostics;
using Sessvm.Benchmarks.Report;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Benchmarks.Measures;

/// <summary>A million sessions that live in the memory store: what each takes, and how long purging half of them holds anybody up.</summary>
internal static class Million
{
    private const int Sessions = 1_000_000;
    private const int MostBytes = 500;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Finding> Judge()
    {
        var clock = new MovedClock();
        SessionService service = Scene.Service(clock);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Sessions; i++)
        {
            StartRequest request = Scene.Start(Guid.NewGuid().ToString(), Guid.NewGuid());
            Scene.Done(service.StartAsync(i % 2 == 0 ? request : request with { AbsoluteTimeout = TimeSpan.FromHours(1) }));
        }

        double rate = Sessions / Stopwatch.GetElapsedTime(began).TotalSeconds;
        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Sessions;
        clock.Advance(TimeSpan.FromHours(4));
        (TimeSpan pause, int removed) = Purge(service);
        const string Row = "1,000,000 live sessions in the memory store";
        return
        [
            new(Row, $"{each} B a session", null, null, $"at most {MostBytes} B", each <= MostBytes),
            new(
                Row,
                $"{pause.TotalMilliseconds:F1} ms the longest step, {removed:N0} purged",
                null,
                null,
                $"no pause over {LongestPause.TotalMilliseconds} ms",
                pause <= LongestPause && removed == Sessions / 2),
            new(Row, $"{rate:N0} starts a second while it fills", null, null, null, null),
        ];
    }

    // A step holds the lock of one shard, and a collection in it holds everybody: both are in its time.
    private static (TimeSpan Pause, int Removed) Purge(SessionService service)
    {
        TimeSpan longest = TimeSpan.Zero;
        int removed = 0;
        PurgeResult step;
        do
        {
            long began = Stopwatch.GetTimestamp();
            step = Scene.Done(service.PurgeAsync());
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            longest = took > longest ? took : longest;
            removed += step.Removed;
        }
        while (step.More);
        return (longest, removed);
    }
}
