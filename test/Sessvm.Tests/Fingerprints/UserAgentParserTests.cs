using System.Text;
using CsCheck;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

public sealed class UserAgentParserTests
{
    private static readonly Gen<string> s_anyText = Gen.OneOf(
        Gen.String[0, 700],
        Gen.Byte.Array[0, 700].Select(Encoding.Latin1.GetString),
        Gen.OneOf(
                "Mozilla/5.0 ", "(", ")", ";", " ", "compatible; ", "bot", "/", "Chrome/", "12", "Safari/1", "MSIE 8.0", "Android", "wv", "Version/4", "\u0000", "é")
            .Array[0, 200].Select(string.Concat));

    public static TheoryData<string, string, int, string> Table()
    {
        TheoryData<string, string, int, string> data = [];
        foreach ((string text, string browser, int version, string system) in UserAgentTable.Browsers.Concat(UserAgentTable.Others))
        {
            data.Add(text, browser, version, system);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_user_agent_is_read_for_what_it_is(string text, string browser, int version, string system) =>
        UserAgentParser.Parse(text).ShouldBe(new Agent(browser, version, system));

    [Fact]
    public void Whatever_is_sent_is_read_without_failure_and_within_bounds() => s_anyText.Sample(text =>
    {
        Agent agent = UserAgentParser.Parse(text);

        agent.Browser.Length.ShouldBeInRange(1, 32);
        agent.Version.ShouldBeInRange(0, 999_999 + 4);
        agent.System.Length.ShouldBeInRange(1, 32);
        agent.Browser.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == ' ');
        UserAgentParser.Parse(text).ShouldBe(agent);
    });

    [Fact]
    public void Only_the_first_512_characters_are_read() => Gen.Select(s_anyText, s_anyText).Sample((head, tail) =>
    {
        string padded = head.PadRight(UserAgentParser.MaxLength, ' ')[..UserAgentParser.MaxLength];

        UserAgentParser.Parse(padded + tail).ShouldBe(UserAgentParser.Parse(padded));
    });

    [Fact]
    public void Each_character_belongs_to_one_piece_at_most() => s_anyText.Sample(text =>
    {
        UserAgentPieces pieces = new(text);
        int characters = 0;
        while (pieces.MoveNext())
        {
            characters += pieces.Current.Length;
        }

        characters.ShouldBeLessThanOrEqualTo(text.Length);
    });

    [Fact]
    public void The_names_of_browsers_and_systems_are_not_made_anew()
    {
        string text = UserAgentTable.Browsers[0].Text;

        UserAgentParser.Parse(text).Browser.ShouldBeSameAs(UserAgentParser.Parse(text).Browser);
        UserAgentParser.Parse(text).System.ShouldBeSameAs(UserAgentParser.Parse(text).System);
    }

    [Fact]
    public void What_tells_nothing_is_the_one_unknown_agent()
    {
        UserAgentParser.Parse(default).ShouldBeSameAs(Agent.Unknown);
        UserAgentParser.Parse("Mozilla/5.0").ShouldBeSameAs(Agent.Unknown);
    }
}
