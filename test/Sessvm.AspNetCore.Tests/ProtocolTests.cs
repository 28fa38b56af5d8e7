using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sessvm.AspNetCore.Tests;

/// <summary>The answers that <c>PROTOCOL.md</c> prints have the members, in their order, that the server sends.</summary>
public sealed partial class ProtocolTests
{
    [Fact]
    public async Task The_answers_are_those_that_the_protocol_prints()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();

        ShouldBePrinted("POST /auth/refresh", await browser.PostAsync("/auth/refresh"));
        ShouldBePrinted("GET /auth/session", await browser.GetAsync("/auth/session"));
        ShouldBePrinted("GET /auth/sessions", await browser.GetAsync("/auth/sessions"));
        ShouldBePrinted("POST /auth/ticket", await browser.PostAsync("/auth/ticket"));
        ShouldBePrinted("POST /auth/sessions/revoke-others", await browser.PostAsync("/auth/sessions/revoke-others"));
        ShouldBePrinted("POST /auth/rotate", await browser.PostAsync("/auth/rotate", """{"rtk":"R1.AAAA"}"""));
    }

    [Fact]
    public async Task A_rotation_is_as_the_protocol_prints_it()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        string refresh = (await browser.LoginAsync("alice", ",\"refresh\":true")).GetProperty("rtk").GetString()!;

        ShouldBePrinted("POST /auth/rotate", await browser.PostAsync("/auth/rotate", $$"""{"rtk":"{{refresh}}","did":"{{browser.Device}}"}"""));
    }

    [Fact]
    public async Task A_refused_exchange_is_as_the_protocol_prints_it()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        var other = browser.Copy();
        (await browser.PostAsync("/auth/logout")).ShouldBe(204);

        var refused = await other.PostAsync("/auth/refresh");
        refused.ShouldBe(401, "session-not-active");
        ShouldBePrinted("POST /auth/refresh", refused);
    }

    [Fact]
    public void Every_reason_stands_in_the_protocol_with_its_status()
    {
        var told = Row().Matches(Page()).SelectMany(row => Code().Matches(row.Groups["codes"].Value)
            .Select(code => (Code: code.Groups[1].Value, Status: int.Parse(row.Groups["status"].Value)))).ToDictionary(one => one.Code, one => one.Status);

        foreach (var reason in Enum.GetValues<SessionReason>().Where(reason => reason != SessionReason.None))
        {
            told.ShouldContainKeyAndValue(reason.ToCode(), reason.ToStatus());
        }
    }

    private static void ShouldBePrinted(string endpoint, Answer answer)
    {
        int start = Page().IndexOf($"### `{endpoint}`", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, endpoint);
        string section = Page()[start..];
        section = section[..section.IndexOf("\n##", 4, StringComparison.Ordinal)];
        var printed = Json().Matches(section).Single(one => one.Groups["status"].Value == $"{(int)answer.Status}");

        Shape(answer.Json).ShouldBe(Shape(JsonDocument.Parse(printed.Groups["json"].Value).RootElement), endpoint);
    }

    private static string Shape(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', json.EnumerateObject().Select(one => one.Name + Shape(one.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', json.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select(Shape).Distinct()) + "]",
        _ => "",
    };

    private static string Page()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "PROTOCOL.md")))
        {
            directory = directory.Parent!;
        }

        return File.ReadAllText(Path.Combine(directory.FullName, "PROTOCOL.md"));
    }

    [GeneratedRegex(@"(?<status>\d{3}) (?<json>\{.*?\})(?=\n[4`]|`)", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex(@"^\| (?<codes>`[^|]*) \| (?<status>\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Code();
}
