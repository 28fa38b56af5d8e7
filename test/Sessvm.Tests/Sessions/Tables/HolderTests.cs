using Sessvm.Fingerprints;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions.Tables;

public sealed class HolderTests
{
    private static readonly Agent Agent = new("Chrome", 130, "Windows");
    private static readonly Holder Holder = new(Agent, "t13d1516h2_8daaf6152771");

    [Theory]
    [InlineData("Chrome", 130, "Windows", Likeness.Same)]
    [InlineData("Chrome", 131, "Windows", Likeness.Same)]
    [InlineData("Chrome", 129, "Windows", Likeness.SomebodyElse)]
    [InlineData("Firefox", 130, "Windows", Likeness.SomebodyElse)]
    [InlineData("Chrome", 130, "macOS", Likeness.SomebodyElse)]
    [InlineData("Unknown", 0, "Unknown", Likeness.SomebodyElse)]
    public void Browser_and_system_must_agree_and_the_version_may_rise(string browser, int version, string system, Likeness expected) =>
        new Holder(Agent).Compare(new Holder(new Agent(browser, version, system))).ShouldBe(expected);

    [Fact]
    public void A_difference_in_TLS_alone_is_told_apart() // R4
    {
        Holder.Compare(Holder with { Tls = "t13d1517h2_8daaf6152771" }).ShouldBe(Likeness.OtherTls);
        Holder.Compare(Holder).ShouldBe(Likeness.Same);
    }

    [Fact]
    public void TLS_that_one_side_does_not_know_is_not_compared()
    {
        Holder.Compare(Holder with { Tls = null }).ShouldBe(Likeness.Same);
        (Holder with { Tls = null }).Compare(Holder).ShouldBe(Likeness.Same);
    }

    [Fact]
    public void Another_browser_weighs_more_than_another_TLS() =>
        Holder.Compare(new Holder(Agent with { Browser = "Firefox" }, "other")).ShouldBe(Likeness.SomebodyElse);
}
