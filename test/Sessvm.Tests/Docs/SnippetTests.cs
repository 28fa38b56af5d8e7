using Sessvm.Tests.Shared;

namespace Sessvm.Tests.Docs;

public sealed class SnippetTests
{
    private const string Fence = "```";

    private static readonly Dictionary<string, string> Known = new() { ["one"] = "int a = 1;\nint b = 2;" };

    [Theory]
    [InlineData("docs/from-typescript.md")]
    [InlineData("docs/fingerprints.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/key-value.md")]
    [InlineData("docs/redis.md")]
    [InlineData("docs/postgresql.md")]
    public void Every_block_of_a_page_is_code_that_these_tests_run(string page) =>
        SnippetCheck.Complaints(page).ShouldBeEmpty();

    [Fact]
    public void A_block_that_is_its_region_is_fine() =>
        SnippetCheck.Compare(Page("<!-- snippet: one -->\n", "int a = 1;\nint b = 2;"), Known).ShouldBeEmpty();

    [Theory]
    [InlineData("<!-- snippet: one -->\n", "int a = 1;\nint b = 3;", "differs")]
    [InlineData("<!-- snippet: two -->\n", "int a = 1;\nint b = 2;", "no region")]
    [InlineData("", "int a = 1;\nint b = 2;", "no snippet comment")]
    public void A_block_that_is_not_is_named(string comment, string code, string complaint) =>
        SnippetCheck.Compare(Page(comment, code), Known).ShouldHaveSingleItem().ShouldContain(complaint);

    [Fact]
    public void Blocks_of_other_languages_are_left_alone() =>
        SnippetCheck.Compare($"{Fence}ts\nconst a = 1;\n{Fence}\n", Known).ShouldBeEmpty();

    [Fact]
    public void A_region_loses_its_indent_and_keeps_its_shape()
    {
        var regions = new Dictionary<string, string>();
        SnippetCheck.Collect("    #region snippet: nested\n    if (a)\n    {\n        b();\n\n        c();\n    }\n    #endregion\n", regions);
        regions["nested"].ShouldBe("if (a)\n{\n    b();\n\n    c();\n}");
    }

    private static string Page(string comment, string code) => $"# Page\n\n{comment}{Fence}csharp\n{code}\n{Fence}\n\nMore.\n";
}
