using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sessvm.Tests.Layout;

/// <summary>Arrows point down only: the rooms of the core, and what each may know.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Fingerprints"] = [],
        ["Keys"] = ["Fingerprints"],
        ["Tokens"] = ["Keys"],
        ["Csrf"] = ["Keys", "Tokens"],
        ["Stores"] = ["Fingerprints", "Keys", "Tokens"],
        ["Revocation"] = ["Stores", "Tokens"],
        ["Events"] = ["Fingerprints", "Stores", "Tokens"],
        ["Sessions"] = ["Csrf", "Events", "Fingerprints", "Keys", "Revocation", "Stores", "Tokens"],
    };

    public static TheoryData<string> Rooms => [.. MayKnow.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_of_the_core_knows_only_those_below_it(string room)
    {
        string folder = Path.Combine(Root(), "src", "Sessvm", room);
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var known = Using().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Where(name => name != room).Distinct();
            known.Except(MayKnow[room]).ShouldBeEmpty($"{Path.GetRelativePath(Root(), file)} looks up");
        }
    }

    [Fact]
    public void Every_folder_of_the_core_is_a_known_room() =>
        Directory.EnumerateDirectories(Path.Combine(Root(), "src", "Sessvm")).Select(Path.GetFileName)
            .Except(["bin", "obj"]).ShouldBeSubsetOf(MayKnow.Keys);

    [Fact]
    public void No_file_of_ours_is_longer_than_400_lines() =>
        Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > 400)
            .ShouldBeEmpty();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(@"^using Sessvm\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
