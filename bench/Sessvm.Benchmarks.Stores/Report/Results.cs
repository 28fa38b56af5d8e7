using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sessvm.Benchmarks.Report;

namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>Writes findings for people and for programs: a table and a chart for each group of them.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Table(IEnumerable<Finding> findings)
    {
        var table = new StringBuilder("| measure | measured | beside | ratio | budget | |\n|---|---|---|---|---|---|\n");
        foreach (Finding one in findings)
        {
            string verdict = one.Met switch { true => "met", false => "**not met**", null => "" };
            string beside = one.Peer is null ? "" : $"{one.Peer}: {one.Beside}";
            table.Append(CultureInfo.InvariantCulture, $"| {one.Row} | {one.Measured} | {beside} | {one.Ratio} | {one.Budget} | {verdict} |\n");
        }

        return table.ToString();
    }

    /// <summary>Writes the results of a whole run.</summary>
    /// <param name="kind">What was measured, as it stands in the files' names.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="notes">What a reader must know of the run.</param>
    /// <param name="machine">Where it ran.</param>
    /// <param name="folder">The folder that the files go to.</param>
    public static void Write(
        string kind, string title, IReadOnlyList<Finding> findings, IReadOnlyList<string> notes, Machine machine, string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, $"{machine.Date}-{kind}");
        var page = new StringBuilder($"""
            # {title}: {machine.Date}

            {machine.Cpu}, {machine.Cores} cores, {machine.Memory}; {machine.Os}; {machine.Runtime}; commit {machine.Commit}.
            Load average over 1, 5 and 15 minutes at the end of the run: {machine.Load}. Client and server share the machine, so the load is that of the measures, unless others were at work.
            A figure is the median of its rounds, with the smallest and the largest in brackets. A ratio is taken of each pair of neighbouring rounds, and the median of those is judged.

            """);
        foreach (string note in notes)
        {
            page.Append($"- {note}\n");
        }

        foreach (IGrouping<string, Finding> table in findings.GroupBy(static finding => finding.Table))
        {
            page.Append($"\n## {table.Key}\n\n{Table(table)}");
            if ((BudgetChart.Of(table.Key, [.. table]) ?? FigureChart.Of(table.Key, [.. table])) is { } chart)
            {
                string file = $"{name}-{table.Key.ToLowerInvariant().Replace(",", "", StringComparison.Ordinal).Replace(' ', '-')}.svg";
                File.WriteAllText(file, chart);
                page.Append($"\n![{table.Key}]({Path.GetFileName(file)})\n");
            }
        }

        File.WriteAllText(name + ".md", page.ToString());
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(new { machine, notes, findings }, Json) + "\n");
        Console.WriteLine($"Written: {name}.md, .json and charts");
    }
}
