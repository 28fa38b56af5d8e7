using BenchmarkDotNet.Reports;

namespace Sessvm.Benchmarks.Report;

/// <summary>
/// The figures of one class of benchmarks, by method. The median is judged; the fastest iteration is shown beside it, as
/// neighbours on the machine only ever slow one down.
/// </summary>
public sealed class Measurements
{
    private readonly Dictionary<string, (double Median, double Fastest, long Bytes)> _byMethod = [];

    /// <summary>Takes the figures over.</summary>
    /// <param name="summary">What BenchmarkDotNet measured.</param>
    /// <exception cref="InvalidOperationException">A benchmark has no figure.</exception>
    public Measurements(Summary summary)
    {
        foreach (BenchmarkReport report in summary.Reports)
        {
            string method = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
            var times = report.ResultStatistics ?? throw new InvalidOperationException($"{method} was not measured.");
            _byMethod[method] = (times.Median, times.Min, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
        }
    }

    /// <summary>A method may take so many times as long as a peer.</summary>
    public Finding AtMost(string row, string method, string beside, string peer, double most)
    {
        double ratio = Ratio(method, peer);
        return new(row, Time(method), $"{beside}: {Time(peer)}", ratio, $"at most {most} ×", ratio <= most);
    }

    /// <summary>A method must be so many times as fast as a peer.</summary>
    public Finding AtLeastFaster(string row, string method, string beside, string peer, double least)
    {
        double ratio = Ratio(method, peer);
        return new(row, Time(method), $"{beside}: {Time(peer)}", ratio, $"at least {least} × faster", 1 / ratio >= least);
    }

    /// <summary>A method beside a peer, with nothing promised.</summary>
    public Finding Beside(string row, string method, string beside, string peer) =>
        new(row, Time(method), $"{beside}: {Time(peer)}", Ratio(method, peer), null, null);

    /// <summary>A method may take so long.</summary>
    public Finding Within(string row, string method, double nanoseconds) =>
        new(row, Time(method), null, null, $"at most {Short(nanoseconds)}", _byMethod[method].Median <= nanoseconds);

    /// <summary>A method may allocate so many bytes.</summary>
    public Finding Allocates(string row, string method, long most)
    {
        long bytes = _byMethod[method].Bytes;
        return new(row, $"{bytes} B allocated", null, null, $"at most {most} B", bytes <= most);
    }

    /// <summary>A method must reach so many times a rate that was measured elsewhere, and is quoted.</summary>
    public Finding Rate(string row, string method, double quoted, double least)
    {
        double rate = 1e9 / _byMethod[method].Median;
        return new(
            row,
            $"{rate:N0} a second ({Time(method)})",
            $"the original, measured elsewhere: {quoted:N0} a second",
            rate / quoted,
            $"at least {least} ×",
            rate >= least * quoted);
    }

    private double Ratio(string method, string peer) => _byMethod[method].Median / _byMethod[peer].Median;

    private string Time(string method)
    {
        (double median, double fastest, long bytes) = _byMethod[method];
        return $"{Short(median)} (fastest {Short(fastest)}), {bytes:N0} B";
    }

    private static string Short(double nanoseconds) => nanoseconds < 1000 ? $"{nanoseconds:F0} ns" : $"{nanoseconds / 1000:F2} µs";
}
