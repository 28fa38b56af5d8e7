using System.Net;

namespace Sessvm.Demo.Tests;

/// <summary>The README's application as a sample that can be compiled ahead of time; in the long form it is.</summary>
public sealed class MinimalTests : DemoTest
{
    [Fact]
    public async Task It_is_the_recipe_of_the_readme_and_what_an_ahead_of_time_compiler_wants_besides()
    {
        string[] sample = await File.ReadAllLinesAsync(Repository.PathTo("samples", "Minimal", "Program.cs"));
        string[] recipe = [.. Readme.Snippet("recipe").Split('\n').Where(static line => line.Trim().Length > 0)];

        sample.Where(recipe.Contains).ShouldBe(recipe);
    }

    [Fact]
    public async Task It_signs_in_and_serves()
    {
        string[] program = [Repository.Dotnet, Repository.PathTo("samples", "Minimal", "bin", Repository.Configuration, "net10.0", "Sessvm.Samples.Minimal.dll")];
        if (Environment.GetEnvironmentVariable("SESSVM_LONG") is { Length: > 0 })
        {
            string published = Path.Combine(Kept, "published");
            await using var compiler = new ServerProcess(
                Repository.Dotnet, ["publish", Repository.PathTo("samples", "Minimal"), "-c", Repository.Configuration, "-o", published, "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
                Kept,
                new Dictionary<string, string>());
            (await compiler.EndedAsync()).ShouldBe(0, compiler.Log);
            compiler.Log.ShouldNotContain("warning");
            program = [Path.Combine(published, "Sessvm.Samples.Minimal")];
        }

        await using var server = new ServerProcess(
            program[0], [.. program[1..], "--urls", "http://127.0.0.1:0"], Kept, new Dictionary<string, string> { ["Sessvm__Secret"] = DemoProcess.Secret });
        using var visitor = new Visitor(await server.ListeningAsync());

        (await visitor.SendAsync(HttpMethod.Post, "/login", new { user = "ada", password = "wrong" })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await visitor.SendAsync(HttpMethod.Post, "/login", new { user = "ada", password = "correct horse" })).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/me")).Body.ShouldBe("ada");
        (await visitor.PostAsync("/auth/refresh")).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.PostAsync("/auth/logout")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await visitor.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
