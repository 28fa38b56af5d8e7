using System.Diagnostics;

namespace Sessvm.Cluster.Tests;

/// <summary>Waits for what must come. Only what never comes is cut short.</summary>
internal static class Patience
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Asked again and again.</param>
    /// <param name="sentence">What should be so.</param>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string sentence)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Most, sentence);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Lets a time pass that the rules speak of.</summary>
    public static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
