using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sessvm.Events;

/// <summary>Metrics and traces, both named <c>Sessvm</c>.</summary>
public static class SessionMetrics
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Sessvm";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events =
        Meter.CreateCounter<long>("sessvm.events", "{event}", "What happened to sessions, by kind and reason.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("sessvm.refusals", "{request}", "Requests that were refused, by operation and reason.");

    private static readonly Counter<long> Seeds =
        Meter.CreateCounter<long>("sessvm.seeds", "{session}", "New sessions that a policy which learns was to seed, by outcome.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "sessvm.operation.duration", "s", "How long an operation took, its store included.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] });

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>Whether events are counted by anybody.</summary>
    internal static bool CountsEvents => Events.Enabled;

    internal static void Count(SessionEvent sessionEvent)
    {
        if (!CountsEvents)
        {
            return;
        }

        string? reason = sessionEvent switch
        {
            SessionEnded ended => ended.Reason.ToString(),
            SessionRefused refused => refused.Reason.ToCode(),
            _ => null,
        };
        Events.Add(1, new("kind", sessionEvent.GetType().Name), new("reason", reason));
    }

    internal static void Refused(string operation, SessionReason reason)
    {
        if (Refusals.Enabled)
        {
            Refusals.Add(1, new("operation", operation), new("reason", reason.ToCode()));
        }
    }

    internal static void Seeded(string outcome) => Seeds.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Starts to measure an operation; zero where nobody listens.</summary>
    internal static long Begin() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records an operation that <see cref="Begin"/> began.</summary>
    internal static void Finish(string operation, long began, SessionReason reason)
    {
        if (began != 0)
        {
            Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
        }

        if (reason != SessionReason.None)
        {
            Refused(operation, reason);
        }
    }
}
