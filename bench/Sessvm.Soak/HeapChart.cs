using System.Globalization;
using System.Text;

namespace Sessvm.Soak;

/// <summary>Draws the server's heap over the time of the soak, each time collected: what is lost for good would be a slope.</summary>
internal static class HeapChart
{
    private const int Left = 70;
    private const int Width = 960;
    private const int Top = 44;
    private const int Height = 240;
    private const double MiB = 1 << 20;

    public static string Of(IReadOnlyList<Sample> samples)
    {
        double longest = Math.Max(1, samples.Max(static one => one.Minute));
        double most = Math.Ceiling(samples.Max(static one => one.Heap / MiB) / 2) * 2;
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Left + Width + 20}" height="{Top + Height + 40}" font-family="sans-serif" font-size="12">""");
        Append(svg, $"""<rect width="100%" height="100%" fill="#ffffff"/>""");
        Append(svg, $"""<text x="12" y="24" font-size="16" font-weight="bold">The server's heap, collected, in MiB, by the minute</text>""");
        for (double level = 0; level <= most; level += most / 4)
        {
            Append(svg, $"""<line x1="{Left}" y1="{Y(level):F0}" x2="{Left + Width}" y2="{Y(level):F0}" stroke="#dddddd"/>""");
            Append(svg, $"""<text x="{Left - 8}" y="{Y(level) + 4:F0}" text-anchor="end">{level:0.#}</text>""");
        }

        for (int tenth = 0; tenth <= 10; tenth++)
        {
            Append(svg, $"""<text x="{Left + (tenth * Width / 10)}" y="{Top + Height + 20}" text-anchor="middle">{longest * tenth / 10:0}</text>""");
        }

        string line = string.Join(' ', samples.Select(one => string.Create(CultureInfo.InvariantCulture, $"{Left + (one.Minute / longest * Width):F1},{Y(one.Heap / MiB):F1}")));
        Append(svg, $"""<polyline points="{line}" fill="none" stroke="#3a7d44" stroke-width="2"/>""");
        Append(svg, $"</svg>");
        return svg.ToString();

        double Y(double level) => Top + Height - (level / most * Height);
    }

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
