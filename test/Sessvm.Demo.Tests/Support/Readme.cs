using System.Text.RegularExpressions;

namespace Sessvm.Demo.Tests;

/// <summary>The README's blocks, as they are printed.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Repository.PathTo("README.md"));

    /// <summary>The code block that follows a snippet's mark.</summary>
    public static string Snippet(string name)
    {
        int at = Text.IndexOf($"<!-- snippet: {name} -->", StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"The README has no snippet {name}.");
        return Block().Match(Text, at).Groups["body"].Value;
    }

    /// <summary>The lines of all shell blocks.</summary>
    public static IReadOnlyList<string> Commands() =>
        [.. Block().Matches(Text).Where(one => one.Groups["language"].Value == "sh").SelectMany(one => one.Groups["body"].Value.TrimEnd().Split('\n'))];

    /// <summary>The one command that begins so.</summary>
    public static string Command(string start) => Commands().Single(one => one.Contains(start, StringComparison.Ordinal));

    /// <summary>What the README links to in this repository.</summary>
    public static IEnumerable<string> Links() =>
        Link().Matches(Text).Select(one => one.Groups["to"].Value).Where(to => !to.Contains("://", StringComparison.Ordinal)).Distinct();

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?<to>[^)#]+)")]
    private static partial Regex Link();
}
