using System.Globalization;
using System.Net;
using System.Text;

namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>
/// Draws how much of its budget each line uses: a bar that ends left of the mark keeps it, whether the budget is a least or a most.
/// </summary>
internal static class BudgetChart
{
    private const int RowHeight = 28;
    private const int Top = 48;
    private const int Names = 520;
    private const int Whole = 240; // the width of a budget that is used up
    private const double Widest = 1.5;

    /// <summary>The chart; <see langword="null"/> where no line has a budget.</summary>
    public static string? Of(string title, IReadOnlyList<Finding> findings)
    {
        Finding[] judged = [.. findings.Where(static finding => finding.Budget is not null)];
        if (judged.Length == 0)
        {
            return null;
        }

        int height = Top + (judged.Length * RowHeight) + 12;
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="{height}" font-family="sans-serif" font-size="13">""");
        Append(svg, $"""<rect width="1080" height="{height}" fill="#ffffff"/>""");
        Append(svg, $"""<text x="12" y="24" font-size="16" font-weight="bold">{WebUtility.HtmlEncode(title)}: how much of each budget is used</text>""");
        for (int place = 0; place < judged.Length; place++)
        {
            Draw(svg, judged[place], Top + (place * RowHeight));
        }

        Append(svg, $"""<line x1="{Names + Whole}" y1="{Top - 10}" x2="{Names + Whole}" y2="{height - 8}" stroke="#444444" stroke-dasharray="4 3"/>""");
        Append(svg, $"""<text x="{Names + Whole}" y="{Top - 14}" text-anchor="middle" font-size="11">the budget</text>""");
        Append(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Draw(StringBuilder svg, Finding finding, int y)
    {
        double used = finding.Budget!.Used(finding.Judged);
        double width = Math.Max(2, Math.Min(used, Widest) * Whole);
        string colour = finding.Met == true ? "#3a7d44" : "#c0392b";
        Append(svg, $"""<text x="{Names - 10}" y="{y + 14}" text-anchor="end">{WebUtility.HtmlEncode(finding.Row)}</text>""");
        Append(svg, $"""<rect x="{Names}" y="{y}" width="{width:F0}" height="18" fill="{colour}"/>""");
        string figure = $"{Figure.Short(finding.Judged)}{(finding.Ratio is null ? finding.Measured.Unit : " ×")}, {finding.Budget}";
        Append(svg, $"""<text x="{Names + Math.Max(width, Whole) + 8:F0}" y="{y + 14}" font-size="11">{WebUtility.HtmlEncode(figure)}</text>""");
    }

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
