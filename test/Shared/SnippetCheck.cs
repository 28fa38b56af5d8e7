using System.Text.RegularExpressions;

namespace Sessvm.Tests.Shared;

/// <summary>
/// Holds the C# blocks of a page to code that is compiled and run. Before each block stands
/// <c>&lt;!-- snippet: name --&gt;</c>; the code is the region <c>#region snippet: name</c> of any file under <c>test/</c> or <c>samples/</c>.
/// </summary>
internal static partial class SnippetCheck
{
    /// <summary>The directory that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What is wrong with the C# blocks of a page: one line each, empty where all is well.</summary>
    /// <param name="page">The page's path from the root.</param>
    public static IReadOnlyList<string> Complaints(string page) =>
        Compare(File.ReadAllText(Path.Combine(Root, page)), Regions(Path.Combine(Root, "test"), Path.Combine(Root, "samples")));

    /// <summary>Compares the blocks of a Markdown text with regions.</summary>
    public static IReadOnlyList<string> Compare(string markdown, IReadOnlyDictionary<string, string> regions)
    {
        var complaints = new List<string>();
        foreach (Match block in Block().Matches(markdown.ReplaceLineEndings("\n")))
        {
            string name = block.Groups["name"].Value;
            string code = block.Groups["code"].Value.Trim('\n');
            if (name.Length == 0)
            {
                complaints.Add($"A block has no snippet comment before it: {code.Split('\n')[0]}");
            }
            else if (!regions.TryGetValue(name, out string? region))
            {
                complaints.Add($"There is no region for '{name}'.");
            }
            else if (region != code)
            {
                complaints.Add($"'{name}' differs from its region, which reads:\n{region}");
            }
        }

        return complaints;
    }

    /// <summary>The regions of every C# file under some directories, without their common indent.</summary>
    public static IReadOnlyDictionary<string, string> Regions(params string[] directories)
    {
        var regions = new Dictionary<string, string>();
        foreach (string directory in directories)
        {
            foreach (string file in Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories))
            {
                if (!IsBuilt(Path.GetRelativePath(directory, file)))
                {
                    Collect(File.ReadAllText(file), regions);
                }
            }
        }

        return regions;
    }

    /// <summary>Adds the regions of a C# text.</summary>
    public static void Collect(string source, Dictionary<string, string> regions)
    {
        foreach (Match region in Region().Matches(source.ReplaceLineEndings("\n")))
        {
            string name = region.Groups["name"].Value;
            if (!regions.TryAdd(name, Outdent(region.Groups["code"].Value)))
            {
                throw new InvalidOperationException($"There are two regions for the snippet '{name}'.");
            }
        }
    }

    private static string Outdent(string code)
    {
        string[] lines = code.Trim('\n').Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : "")).Trim('\n');
    }

    private static bool IsBuilt(string path) =>
        path.Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("bin") || parts.Contains("obj"));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Sessvm.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"(?:<!-- snippet: (?<name>\S+) -->\n+)?^```(?:csharp|cs|c#)[^\n]*\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ ]*#region snippet: (?<name>\S+)[ ]*\n(?<code>.*?)^[ ]*#endregion", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();
}
