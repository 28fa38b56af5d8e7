using System.Globalization;
using System.Net;
using System.Text;

namespace Sessvm.Benchmarks.Report;

/// <summary>Draws each ratio on a scale of powers of ten: left of the line it is less than what it is compared with, right of it more.</summary>
internal static class RatioChart
{
    private const int RowHeight = 26;
    private const int Top = 40;
    private const int Zero = 900; // where the ratio is 1
    private const int Tenfold = 110;

    public static string Of(string title, IEnumerable<Finding> findings)
    {
        Finding[] rows = [.. findings.Where(static one => one is { Ratio: > 0, Beside: not null })];
        int height = Top + (rows.Length * RowHeight) + 8;
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="1380" height="{height}" font-family="sans-serif" font-size="12">""");
        Append(svg, $"""<rect width="1380" height="{height}" fill="#ffffff"/>""");
        Append(svg, $"""<text x="12" y="24" font-size="16" font-weight="bold">{WebUtility.HtmlEncode(title)}</text>""");
        for (int place = 0; place < rows.Length; place++)
        {
            Draw(svg, rows[place], Top + (place * RowHeight));
        }

        Append(svg, $"""<line x1="{Zero}" y1="{Top - 8}" x2="{Zero}" y2="{height - 8}" stroke="#444444"/>""");
        Append(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Draw(StringBuilder svg, Finding one, int y)
    {
        double length = Math.Log10(one.Ratio!.Value) * Tenfold;
        double left = Math.Min(Zero, Zero + length);
        string colour = one.Met switch { true => "#3a7d44", false => "#c0392b", null => "#7f8c8d" };
        string budget = one.Budget is { } allowed ? $", {allowed}" : "";
        Append(svg, $"""<text x="12" y="{y + 13}">{WebUtility.HtmlEncode($"{one.Row}; beside {one.Beside!.Split(':')[0]}")}</text>""");
        Append(svg, $"""<rect x="{left:F0}" y="{y}" width="{Math.Max(1, Math.Abs(length)):F0}" height="17" fill="{colour}"/>""");
        Append(svg, $"""<text x="{Math.Max(Zero, Zero + length) + 8:F0}" y="{y + 13}" font-size="11">{one.Ratio:F2} ×{WebUtility.HtmlEncode(budget)}</text>""");
    }

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
