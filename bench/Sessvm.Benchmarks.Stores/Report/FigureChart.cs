using System.Globalization;
using System.Net;
using System.Text;

namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>Draws the figures of a table of which nothing is promised: a bar for each line, beside what it is compared with.</summary>
internal static class FigureChart
{
    private const int RowHeight = 26;
    private const int Top = 40;
    private const int Names = 560;
    private const int Whole = 320;

    /// <summary>The chart; <see langword="null"/> where the lines are not of one unit, and so not of one scale.</summary>
    public static string? Of(string title, IReadOnlyList<Finding> findings)
    {
        (string Name, Figure Figure)[] bars =
        [
            .. findings.Select(static one => (one.Row, one.Measured)),
            .. findings.Where(static one => one.Peer is not null).Select(static one => (one.Peer!, one.Beside!)).DistinctBy(static one => one.Item1),
        ];
        if (bars.Select(static bar => bar.Figure.Unit).Distinct().Count() != 1)
        {
            return null;
        }

        double most = bars.Max(static bar => bar.Figure.Median);
        int height = Top + (bars.Length * RowHeight) + 8;
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="{height}" font-family="sans-serif" font-size="13">""");
        Append(svg, $"""<rect width="1080" height="{height}" fill="#ffffff"/>""");
        Append(svg, $"""<text x="12" y="24" font-size="16" font-weight="bold">{WebUtility.HtmlEncode(title)}</text>""");
        foreach (((string name, Figure figure), int place) in bars.OrderByDescending(static bar => bar.Figure.Median).Select(static (bar, place) => (bar, place)))
        {
            int y = Top + (place * RowHeight);
            double width = Math.Max(1, figure.Median / most * Whole);
            string colour = name.StartsWith("Sessvm", StringComparison.Ordinal) ? "#3a7d44" : "#7f8c8d";
            Append(svg, $"""<text x="{Names - 10}" y="{y + 13}" text-anchor="end">{WebUtility.HtmlEncode(name)}</text>""");
            Append(svg, $"""<rect x="{Names}" y="{y}" width="{width:F0}" height="17" fill="{colour}"/>""");
            Append(svg, $"""<text x="{Names + width + 8:F0}" y="{y + 13}" font-size="11">{WebUtility.HtmlEncode(figure.ToString())}</text>""");
        }

        Append(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
