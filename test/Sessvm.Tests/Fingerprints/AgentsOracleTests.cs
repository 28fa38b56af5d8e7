using System.Text.Json;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

/// <summary>
/// 981 real user agents against the reference regexes of uap-core. <c>test/agents/oracle.mjs</c> makes the vectors;
/// <c>agents-disagreements.json</c> lists every agent that is read otherwise, and why.
/// </summary>
public sealed class AgentsOracleTests
{
    private static readonly Dictionary<string, string> s_families = new()
    {
        ["Chrome"] = "Chrome",
        ["Chrome Mobile"] = "Chrome",
        ["Chrome Mobile iOS"] = "Chrome",
        ["Chrome Mobile WebView"] = "Android WebView",
        ["DuckDuckGo Mobile"] = "DuckDuckGo",
        ["Edge"] = "Edge",
        ["Edge Mobile"] = "Edge",
        ["Electron"] = "Electron",
        ["Firefox"] = "Firefox",
        ["Firefox iOS"] = "Firefox",
        ["Firefox Mobile"] = "Firefox",
        ["Google"] = "Google App",
        ["Mobile Safari"] = "Safari",
        ["Mobile Safari UI/WKWebView"] = "iOS WebView",
        ["Opera"] = "Opera",
        ["Safari"] = "Safari",
        ["Samsung Internet"] = "Samsung Internet",
        ["Yandex Browser"] = "Yandex",
    };

    private static readonly Dictionary<string, string> s_systems = new()
    {
        ["Android"] = "Android",
        ["Chrome OS"] = "ChromeOS",
        ["iOS"] = "iOS",
        ["Linux"] = "Linux",
        ["Mac OS X"] = "macOS",
        ["Ubuntu"] = "Linux",
        ["Windows"] = "Windows",
    };

    private static readonly Verdict[] s_oracle = [.. Vectors("agents-oracle.json").GetProperty("agents").EnumerateArray().Select(Verdict.Of)];

    private sealed record Verdict(string Text, string Family, int Version, string System)
    {
        public static Verdict Of(JsonElement row) => new(row[0].GetString()!, row[1].GetString()!, row[2].GetInt32(), row[3].GetString()!);

        /// <summary>The reference's word for no browser is «Other».</summary>
        public string OurFamily => Family == "Other" ? "Unknown" : s_families.GetValueOrDefault(Family, Family);

        public bool Agrees(Agent agent) => agent.Browser == OurFamily && agent.Version == Version;
    }

    [Fact]
    public void There_are_at_least_900_real_agents() => s_oracle.DistinctBy(row => row.Text).Count().ShouldBeGreaterThanOrEqualTo(900);

    [Fact]
    public void Family_and_version_of_the_browsers_that_matter_agree_in_99_of_100()
    {
        Verdict[] browsers = [.. s_oracle.Where(row => s_families.ContainsKey(row.Family))];

        double agreement = (double)browsers.Count(row => row.Agrees(UserAgentParser.Parse(row.Text))) / browsers.Length;

        agreement.ShouldBeGreaterThanOrEqualTo(0.99);
    }

    [Fact]
    public void Every_system_agrees()
    {
        foreach (Verdict row in s_oracle)
        {
            UserAgentParser.Parse(row.Text).System.ShouldBe(s_systems[row.System], row.Text);
        }
    }

    [Fact]
    public void Every_disagreement_is_listed_and_explained_and_nothing_else_is_listed()
    {
        string[] listed = [.. Vectors("agents-disagreements.json").EnumerateArray().Select(Line).Order(StringComparer.Ordinal)];
        string[] found =
        [
            .. s_oracle.Select(row => (row, agent: UserAgentParser.Parse(row.Text)))
                .Where(pair => !pair.row.Agrees(pair.agent))
                .Select(pair => $"{pair.row.Text} | {pair.row.Family} {pair.row.Version} | {pair.agent.Browser} {pair.agent.Version}")
                .Order(StringComparer.Ordinal),
        ];

        found.ShouldBe(listed);

        static string Line(JsonElement entry)
        {
            entry.GetProperty("why").GetString()!.Length.ShouldBeGreaterThan(20);
            JsonElement reference = entry.GetProperty("reference");
            JsonElement ours = entry.GetProperty("ours");
            return $"{entry.GetProperty("agent")} | {reference[0]} {reference[1]} | {ours[0]} {ours[1]}";
        }
    }

    [Fact]
    public void Every_one_of_them_comes_from_a_desktop_a_phone_or_a_tablet()
    {
        foreach (Verdict row in s_oracle)
        {
            UserAgentParser.Parse(row.Text, out DeviceClass device);
            device.ShouldBeOneOf([DeviceClass.Desktop, DeviceClass.Phone, DeviceClass.Tablet], row.Text);
        }
    }

    private static JsonElement Vectors(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", name))).RootElement;
}
