using System.Text.Encodings.Web;
using System.Text.Json;
using Sessvm.Benchmarks.Report;
using Sessvm.Simulator.Play;
using Sessvm.Simulator.Thefts;

namespace Sessvm.Simulator.Report;

/// <summary>Writes the figures for people and for programs, and puts them into the documentation.</summary>
internal static class Results
{
    private const string Begin = "<!-- simulator: begin; written by bench/Sessvm.Simulator -->";
    private const string End = "<!-- simulator: end -->";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a page, a chart and the raw counts, and where asked the documentation.</summary>
    public static void Write(string folder, Settings settings, IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes, string tables)
    {
        Directory.CreateDirectory(folder);
        var machine = Machine.Describe();
        string name = Path.Combine(folder, $"{machine.Date}-fingerprints");
        string chart = name + ".svg";
        File.WriteAllText(chart, Chart.Of(settings, policies, outcomes));
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(Raw(settings, policies, outcomes, machine.Commit), Json) + "\n");
        File.WriteAllText(name + ".md", $"# Fingerprint policies, simulated: {machine.Date}\n\nCommit {machine.Commit}. The same seed gives the same figures on any machine.\n\n![Policies]({Path.GetFileName(chart)})\n\n{tables}");
        Console.WriteLine($"Written: {name}.md, .json and .svg");
        if (settings.Docs is { } docs)
        {
            string link = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(docs))!, Path.GetFullPath(chart)).Replace('\\', '/');
            File.WriteAllText(docs, Between(File.ReadAllText(docs), $"![Policies: how often they bother people, and which thefts they notice]({link})\n\n{tables}"));
            Console.WriteLine($"Written: {docs}");
        }
    }

    /// <summary>A page with what stands between the markers replaced.</summary>
    /// <exception cref="FormatException">The page has no markers.</exception>
    internal static string Between(string page, string text)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n\n{text}\n{page[end..]}"
            : throw new FormatException($"The page has no lines '{Begin}' and '{End}', between which the figures go.");
    }

    private static object Raw(Settings settings, IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes, string commit) => new
    {
        commit,
        settings.Seed,
        settings.Users,
        settings.Days,
        thefts = Theft.All.Select(static theft => new { theft.Name, theft.Assumption }),
        populations = outcomes.All.Select(one => new
        {
            one.Population.Name,
            one.Population.Share,
            one.Population.Assumption,
            policies = policies.Select((policy, place) => new { policy.Name, tally = one.Tallies[place] }),
        }),
    };
}
