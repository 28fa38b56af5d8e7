using Sessvm.Simulator.Report;

namespace Sessvm.Simulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read()
    {
        Settings settings = Settings.Read(["--seed", "7", "--users", "3", "--days", "90", "--out", "somewhere"]);
        settings.ShouldBe(new Settings { Seed = 7, Users = 3, Days = 90, Out = "somewhere" });
    }

    [Theory]
    [InlineData("--users", "0")]
    [InlineData("--days", "many")]
    [InlineData("--days")]
    [InlineData("--speed", "1")]
    [InlineData("--docs", "page.md")]
    public void What_is_wrong_is_said(params string[] arguments) =>
        Should.Throw<FormatException>(() => Settings.Read(arguments)).Message.ShouldContain(arguments[0]);

    [Fact]
    public void Figures_go_between_the_markers_of_a_page()
    {
        const string Page = "before\n<!-- simulator: begin; written by bench/Sessvm.Simulator -->\nold\n<!-- simulator: end -->\nafter\n";
        string page = Results.Between(Page, "new");
        page.ShouldBe(Page.Replace("\nold\n", "\n\nnew\n", StringComparison.Ordinal));
        Results.Between(page, "new").ShouldBe(page);
        Should.Throw<FormatException>(() => Results.Between("nothing", "new"));
    }
}
