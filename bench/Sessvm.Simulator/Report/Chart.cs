using System.Globalization;
using System.Text;
using Sessvm.Simulator.Play;

namespace Sessvm.Simulator.Report;

/// <summary>Draws each policy as a point: how often it bothers people, to the right, and how many thefts it notices, upwards. The best place is the upper left.</summary>
internal static class Chart
{
    private const int Left = 90;
    private const int Top = 60;
    private const int Width = 760;
    private const int Height = 320;
    private const double Least = 0.01; // what is left of it, none included, stands on the left edge
    private const double Most = 1_000;
    private const double Goal = 0.2;

    private static readonly string[] Colours = ["#7f8c8d", "#8e44ad", "#2c6fbb", "#3a7d44"];

    public static string Of(Settings settings, IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes)
    {
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Left + Width + 60}" height="{Top + Height + 70}" font-family="sans-serif" font-size="13">""");
        Append(svg, $"""<rect width="100%" height="100%" fill="#ffffff"/>""");
        Append(svg, $"""<text x="12" y="24" font-size="16" font-weight="bold">Fingerprint policies: how often they bother people, and which thefts they notice</text>""");
        Append(svg, $"""<text x="12" y="44" font-size="12" fill="#444444">seed {settings.Seed}, {outcomes.All.Sum(static one => one.Tallies[0].UserYears):N0} user-years; filled: settled sessions, open: fresh ones; at the thief's first request</text>""");
        DrawAxes(svg);
        for (int policy = 0; policy < policies.Count; policy++)
        {
            double alarms = outcomes.PerUserYear(policy, static tally => tally.Alarms);
            double settled = outcomes.Noticed(policy, static tally => tally.AllSettled, static count => count.AtOnce);
            double fresh = outcomes.Noticed(policy, static tally => tally.AllFresh, static count => count.AtOnce);
            double x = Across(alarms);
            string colour = Colours[policy % Colours.Length];
            Append(svg, $"""<circle cx="{x:F1}" cy="{Up(fresh):F1}" r="9" fill="none" stroke="{colour}" stroke-width="2"/>""");
            Append(svg, $"""<circle cx="{x:F1}" cy="{Up(settled):F1}" r="6" fill="{colour}"/>""");
            Append(svg, $"""<text x="{x:F1}" y="{Up(settled) - 16:F1}" text-anchor="{(x > Left + Width - 150 ? "end" : x < Left + 20 ? "start" : "middle")}" fill="{colour}">{policies[policy].Name}: {alarms:0.00}, {100 * settled:0.0} %</text>""");
        }

        Append(svg, $"</svg>");
        return svg.ToString();
    }

    private static void DrawAxes(StringBuilder svg)
    {
        for (int step = 0; step <= 4; step++)
        {
            double share = step / 4.0;
            Append(svg, $"""<line x1="{Left}" y1="{Up(share):F1}" x2="{Left + Width}" y2="{Up(share):F1}" stroke="#dddddd"/>""");
            Append(svg, $"""<text x="{Left - 8}" y="{Up(share) + 4:F1}" text-anchor="end">{100 * share:0} %</text>""");
        }

        for (double alarms = Least; alarms <= Most; alarms *= 10)
        {
            Append(svg, $"""<line x1="{Across(alarms):F1}" y1="{Top}" x2="{Across(alarms):F1}" y2="{Top + Height}" stroke="#eeeeee"/>""");
            Append(svg, $"""<text x="{Across(alarms):F1}" y="{Top + Height + 18}" text-anchor="middle">{(alarms == Least ? "none" : alarms.ToString("0.##", CultureInfo.InvariantCulture))}</text>""");
        }

        Append(svg, $"""<line x1="{Across(Goal):F1}" y1="{Top}" x2="{Across(Goal):F1}" y2="{Top + Height}" stroke="#444444" stroke-dasharray="4 3"/>""");
        Append(svg, $"""<text x="{Across(Goal) + 6:F1}" y="{Top + Height - 8}" font-size="11">the goal: one in five user-years</text>""");
        Append(svg, $"""<text x="{Left + (Width / 2)}" y="{Top + Height + 42}" text-anchor="middle">false alarms a user-year, step-ups and refusals</text>""");
        Append(svg, $"""<text x="24" y="{Top + (Height / 2)}" text-anchor="middle" transform="rotate(-90 24 {Top + (Height / 2)})">thefts noticed at once</text>""");
    }

    private static double Across(double alarms) => Left + (Width * Math.Log10(Math.Clamp(alarms, Least, Most) / Least) / Math.Log10(Most / Least));

    private static double Up(double share) => Top + (Height * (1 - share));

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
