namespace Sessvm.Benchmarks.Stores.Rounds;

/// <summary>Does many things, so many at once: each of a crew begins the next when its last is done, as clients that wait for answers do.</summary>
internal static class Crew
{
    public static Task RunAsync(int count, int atOnce, Func<int, ValueTask> work) => RunAsync(count, atOnce, (item, _) => work(item));

    /// <param name="count">How many things.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="work">Does one, given its number and that of the one of the crew who does it.</param>
    public static Task RunAsync(int count, int atOnce, Func<int, int, ValueTask> work)
    {
        int next = -1;
        return Task.WhenAll(Enumerable.Range(0, atOnce).Select(one => Task.Run(async () =>
        {
            for (int item = Interlocked.Increment(ref next); item < count; item = Interlocked.Increment(ref next))
            {
                await work(item, one);
            }
        })));
    }
}
