using System.Globalization;

namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>A figure of some rounds: the median, which is judged, and how far apart the rounds lay.</summary>
/// <param name="Median">The median.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="Unit">The unit, as it stands behind the figure.</param>
internal sealed record Figure(double Median, double Least, double Most, string Unit)
{
    public static Figure One(double value, string unit) => new(value, value, value, unit);

    public static Figure Of(IEnumerable<double> values, string unit)
    {
        double[] sorted = [.. values.Order()];
        return new Figure((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1], unit);
    }

    /// <summary>The value that a share of the sorted ones does not exceed.</summary>
    public static double Percentile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    public override string ToString()
    {
        string text = Short(Median) + Unit;
        return Least == Most ? text : $"{text} ({Short(Least)} to {Short(Most)})";
    }

    public static string Short(double value) => value.ToString(Math.Abs(value) >= 100 || value % 1 == 0 ? "N0" : Math.Abs(value) >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
