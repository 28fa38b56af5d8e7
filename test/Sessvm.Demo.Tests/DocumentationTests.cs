using System.Text;
using System.Text.RegularExpressions;

namespace Sessvm.Demo.Tests;

/// <summary>The C# of the pages on ASP.NET Core, live connections, scaling and operations compiles, all of it in one application.</summary>
public sealed partial class DocumentationTests : DemoTest
{
    private static readonly string[] References = ["Sessvm.AspNetCore", "Sessvm.AspNetCore.Testing", "Sessvm.GraphQL", "Sessvm.PostgreSql", "Sessvm.Redis", "Sessvm.Sqlite"];
    private static readonly string[] Pages = ["aspnetcore.md", "operations.md", "scaling.md", "transports.md"];

    [Fact]
    public async Task Every_snippet_for_asp_net_core_compiles()
    {
        await File.WriteAllTextAsync(Path.Combine(Kept, "Snippets.csproj"), Project());
        await File.WriteAllTextAsync(Path.Combine(Kept, "Program.cs"), Program(string.Concat(Pages.Select(page => File.ReadAllText(Repository.PathTo("docs", page)) + "\n"))));

        await using var build = new ServerProcess(
            Repository.Dotnet,
            ["build", "-c", Repository.Configuration, "--nologo", "-p:UseSharedCompilation=false", "-nodeReuse:false"],
            Kept,
            new Dictionary<string, string>());

        (await build.EndedAsync()).ShouldBe(0, build.Log);
    }

    private static string Project() =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="GraphQL.MicrosoftDI" Version="{GraphQL()}" />
            <PackageReference Include="GraphQL.SystemTextJson" Version="{GraphQL()}" />
            {string.Concat(References.Select(one => $"<ProjectReference Include=\"{Repository.PathTo("src", one, one + ".csproj")}\" />"))}
          </ItemGroup>
        </Project>
        """;

    private static string GraphQL() =>
        Version().Match(File.ReadAllText(Repository.PathTo("Directory.Packages.props"))).Groups["version"].Value;

    /// <summary>The usings, what configures the builder, what maps, then a test's lines, and the types at the end.</summary>
    private static string Program(string page)
    {
        var usings = new StringBuilder();
        var building = new StringBuilder();
        var mapping = new StringBuilder();
        var testing = new StringBuilder();
        var types = new StringBuilder();
        foreach (string block in Block().Matches(page).Select(one => one.Groups["body"].Value))
        {
            string rest = Using().Replace(block, line =>
            {
                usings.Append(line.Value);
                return "";
            });
            int type = Type().Match(rest) is { Success: true } found ? found.Index : rest.Length;
            string statements = rest[..type];
            types.Append(rest[type..]);
            (statements.StartsWith("builder.", StringComparison.Ordinal) ? building
                : statements.StartsWith("app.", StringComparison.Ordinal) ? mapping : testing).Append(statements);
        }

        return $$"""
            {{usings}}
            var builder = WebApplication.CreateBuilder(args);
            {{building}}
            var app = builder.Build();
            {{mapping}}
            app.Run();

            #pragma warning disable CS8321 // only compiled
            static async Task TestAsync(Factory factory)
            {
            {{testing}}
            }

            {{types}}

            abstract class Factory
            {
                public abstract IServiceProvider Services { get; }

                public abstract HttpClient CreateClient();
            }
            """;
    }

    [GeneratedRegex("^```csharp\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^using [A-Z][A-Za-z.]+;\\n+", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex("Include=\"GraphQL.MicrosoftDI\" Version=\"(?<version>[^\"]+)\"")]
    private static partial Regex Version();

    [GeneratedRegex(@"^(\[\w+\]\n)?(sealed class|record) ", RegexOptions.Multiline)]
    private static partial Regex Type();
}
