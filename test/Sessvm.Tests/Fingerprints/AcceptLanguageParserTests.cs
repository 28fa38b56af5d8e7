using CsCheck;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

public sealed class AcceptLanguageParserTests
{
    [Theory]
    [InlineData("en-GB,en;q=0.9,de;q=0.8", "en-GB")]
    [InlineData("en", "en")]
    [InlineData("EN-gb", "en-GB")]
    [InlineData("de;q=0.7, fr-CH;q=0.9, en;q=0.8", "fr-CH")]
    [InlineData("da, en-gb;q=0.8, en;q=0.7", "da")]
    [InlineData("de;q=0.5,fr;q=0.5", "de")]
    [InlineData("de ; Q=0.5 , fr\t;\tq=0.501", "fr")]
    [InlineData("zh-Hant-TW,zh;q=0.5", "zh-TW")]
    [InlineData("zh-cmn-Hans-CN", "zh-CN")]
    [InlineData("sr-Latn", "sr")]
    [InlineData("es-419,es;q=0.9", "es-419")]
    [InlineData("de-1996-DE", "de")]
    [InlineData("de-DE-u-co-phonebk", "de-DE")]
    [InlineData("en-u-gb-co", "en")]
    [InlineData("gsw-CH", "gsw-CH")]
    [InlineData("*,it;q=0.1", "it")]
    [InlineData("en;q=0,nl;q=0.001", "nl")]
    [InlineData("en;q=1.000", "en")]
    [InlineData(",, ,pt-BR", "pt-BR")]
    [InlineData("en;q=2,sv;q=0.1", "sv")]
    [InlineData("not a language,pl", "pl")]
    public void The_language_of_highest_quality_is_read(string header, string language) =>
        AcceptLanguageParser.Parse(header).ShouldBe(language);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ,")]
    [InlineData("*")]
    [InlineData("en;q=0")]
    [InlineData("en;q=0.000")]
    [InlineData("en;q=1.001")]
    [InlineData("en;q=0.1234")]
    [InlineData("en;q=0,5")]
    [InlineData("en;q=")]
    [InlineData("en;q=x")]
    [InlineData("en;q=0x5")]
    [InlineData("en;level=1")]
    [InlineData("en;q=0.5;q=0.6")]
    [InlineData("x-klingon")]
    [InlineData("i-default")]
    [InlineData("e1")]
    [InlineData("en--GB")]
    [InlineData("en-")]
    [InlineData("-GB")]
    [InlineData("en_GB")]
    [InlineData("en-*")]
    [InlineData("ünglisch")]
    [InlineData("abcdefghi")]
    public void What_names_no_language_is_none(string? header) => AcceptLanguageParser.Parse(header).ShouldBeNull();

    [Fact]
    public void An_element_that_the_bound_cuts_does_not_count()
    {
        string header = "fr;q=0.5," + new string(' ', AcceptLanguageParser.MaxLength - 11) + "en-GB";

        AcceptLanguageParser.Parse(header).ShouldBe("fr");
    }

    [Fact]
    public void Whatever_is_sent_is_read_without_failure_and_within_bounds() => Gen.OneOf(
            Gen.String[0, 400],
            Gen.OneOf("en", "-", "GB", ",", ";", "q=", "0.5", "1", " ", "*", "zh-Hant-TW", "\u0000").Array[0, 100].Select(string.Concat))
        .Sample(header =>
        {
            string? language = AcceptLanguageParser.Parse(header);

            (language?.Length ?? 2).ShouldBeInRange(2, 12);
            AcceptLanguageParser.Parse(header).ShouldBe(language);
            if (language is not null)
            {
                AcceptLanguageParser.Parse(language).ShouldBe(language);
            }
        });
}
