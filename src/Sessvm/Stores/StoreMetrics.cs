using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sessvm.Stores;

/// <summary>What is measured of stores and feeds, under the meter <c>Sessvm</c>.</summary>
public static class StoreMetrics
{
    private static readonly Meter Meter = new("Sessvm");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "sessvm.store.duration", "s", "How long a call of the store took, by operation and outcome.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] });

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("sessvm.store.retries", "{retry}", "Calls that a store made again after trouble, by store and kind of trouble.");

    /// <summary>Counts a call that a store makes again.</summary>
    /// <param name="store">The kind of store: <c>redis</c>, <c>postgresql</c>, …</param>
    /// <param name="trouble">The kind of trouble, of a small and fixed set. Never a message.</param>
    public static void Retried(string store, string trouble) => Retries.Add(1, new("store", store), new("trouble", trouble));

    /// <summary>Starts to measure a call; zero where nobody listens.</summary>
    internal static long Begin() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static void Called(string operation, long began, string outcome) =>
        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new("operation", operation), new("outcome", outcome));
}
