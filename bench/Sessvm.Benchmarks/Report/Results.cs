using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sessvm.Benchmarks.Report;

/// <summary>Writes findings for people and for programs.</summary>
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
            table.Append(CultureInfo.InvariantCulture, $"| {one.Row} | {one.Measured} | {one.Beside} | {one.Ratio:F2} | {one.Budget} | {verdict} |\n");
        }

        return table.ToString();
    }

    public static void Write(IReadOnlyList<Finding> findings, Machine machine)
    {
        string folder = Path.Combine(Machine.Root(), "bench", "results");
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, $"{machine.Date}-core");
        File.WriteAllText(
            name + ".md",
            $"""
            # Core, one process, one core: {machine.Date}

            {machine.Cpu}, {machine.Cores} cores, {machine.Memory}; {machine.Os}; {machine.Runtime}; commit {machine.Commit}.
            Load average over 1, 5 and 15 minutes at the end of the run: {machine.Load}; above the number of cores, others were at work on them.
            Times are medians and are what is judged; a ratio is the first over the second, both of one process.

            {Table(findings)}
            ![Each ratio, on a scale of powers of ten]({Path.GetFileName(name)}.svg)

            """);
        Draw(name + ".svg", findings, machine.Date);
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(new { machine, findings }, Json) + "\n");
        Console.WriteLine($"Written: {name}.md, .json and .svg");
    }

    /// <summary>Draws the chart of results that were written before.</summary>
    public static void Draw(string file)
    {
        using JsonDocument results = JsonDocument.Parse(File.ReadAllBytes(file));
        Finding[] findings = results.RootElement.GetProperty("findings").Deserialize<Finding[]>(Json)!;
        Draw(Path.ChangeExtension(file, ".svg"), findings, results.RootElement.GetProperty("machine").GetProperty("date").GetString()!);
    }

    private static void Draw(string file, IEnumerable<Finding> findings, string date) =>
        File.WriteAllText(file, RatioChart.Of($"Core, {date}: each figure over what it is compared with, on a scale of powers of ten", findings));
}
