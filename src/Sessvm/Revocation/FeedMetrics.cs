using System.Diagnostics.Metrics;

namespace Sessvm.Revocation;

/// <summary>What is measured of one feed, under the meter <c>Sessvm</c>, until it is disposed of.</summary>
internal sealed class FeedMetrics : IDisposable
{
    private readonly Meter _meter = new("Sessvm");
    private readonly Counter<long> _read;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _delay;
    private readonly KeyValuePair<string, object?> _feed;

    /// <param name="name">The feed's name, as a tag.</param>
    /// <param name="silence">How long ago it last heard all there was, in seconds.</param>
    /// <param name="waiting">How many notices wait to be told.</param>
    public FeedMetrics(string name, Func<double> silence, Func<int> waiting)
    {
        _feed = new("feed", name);
        _read = _meter.CreateCounter<long>("sessvm.feed.read", "{notice}", "Ends and renewals that were read from the log.");
        _failures = _meter.CreateCounter<long>("sessvm.feed.failures", "{failure}", "Readings and writings of the log that failed; they are tried again.");
        _delay = _meter.CreateHistogram(
            "sessvm.feed.delay", "s", "From the decision of an end or a renewal to its being read on this node, by the clocks of both.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
        _meter.CreateObservableGauge(
            "sessvm.feed.silence", () => new Measurement<double>(silence(), _feed), "s", "How long ago all that the log held was last read. Above RevocationBound each request asks the store.");
        _meter.CreateObservableGauge(
            "sessvm.feed.waiting", () => new Measurement<int>(waiting(), _feed), "{notice}", "Ends and renewals of this node that the log does not have yet.");
    }

    public void Failed() => _failures.Add(1, _feed);

    public void Read(in RevocationNotice notice, DateTimeOffset now, bool measured)
    {
        _read.Add(1, _feed);
        if (measured)
        {
            _delay.Record(Math.Max(0, (now - notice.At).TotalSeconds), _feed);
        }
    }

    public void Dispose() => _meter.Dispose();
}
