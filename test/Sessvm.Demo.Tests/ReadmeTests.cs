using System.Net;

namespace Sessvm.Demo.Tests;

/// <summary>What the README says one can do, done.</summary>
public sealed class ReadmeTests : DemoTest
{
    private static readonly Dictionary<string, string> Quiet = new()
    {
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["MSBUILDDISABLENODEREUSE"] = "1", // what stays behind a build would keep its output open
        ["UseSharedCompilation"] = "false",
    };

    [Fact]
    public async Task The_recipe_makes_an_app_with_sessions_out_of_dotnet_new_web()
    {
        string app = Path.Combine(Kept, "Recipe");
        await RunAsync(Kept, $"{Repository.Dotnet} new web --name Recipe --output Recipe");
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), Readme.Snippet("recipe"));
        await RunAsync(app, Readme.Command("dotnet add reference").Replace("<this repository>", Repository.Root, StringComparison.Ordinal));
        string run = Readme.Command("openssl rand") + $" -c {Repository.Configuration} -- --urls http://127.0.0.1:0";

        await using var server = new ServerProcess("/bin/bash", ["-c", run], app, Quiet);
        using var visitor = new Visitor(await server.ListeningAsync());
        var refused = await visitor.SendAsync(HttpMethod.Post, "/login", new { user = "ada", password = "wrong" });
        var nobody = await visitor.GetAsync("/me");
        var login = await visitor.SendAsync(HttpMethod.Post, "/login", new { user = "ada", password = "correct horse" });
        var me = await visitor.GetAsync("/me");
        var refresh = await visitor.PostAsync("/auth/refresh");
        var devices = await visitor.GetAsync("/auth/sessions");
        var logout = await visitor.PostAsync("/auth/logout");
        var after = await visitor.GetAsync("/me");

        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        nobody.Status.ShouldBe(HttpStatusCode.Unauthorized);
        login.Status.ShouldBe(HttpStatusCode.OK, login.Body);
        me.Body.ShouldBe("ada");
        refresh.Status.ShouldBe(HttpStatusCode.OK, refresh.Body);
        refresh["refreshed"].ShouldBe("False");
        devices.Json.GetProperty("sessions").GetArrayLength().ShouldBe(1);
        logout.Status.ShouldBe(HttpStatusCode.NoContent);
        after.Status.ShouldBe(HttpStatusCode.Unauthorized);
        File.Exists(Path.Combine(app, "sessions.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_demo_starts_by_the_line_that_the_readme_gives()
    {
        // As printed, but on a free port, as it was built, and with what it keeps in a directory of this test's.
        string line = Readme.Command("dotnet run --project samples/Demo")
            .Replace(":5080", ":0", StringComparison.Ordinal)
            .Replace("--project", $"--no-build -c {Repository.Configuration} --project", StringComparison.Ordinal);
        var settings = new Dictionary<string, string>(Quiet)
        {
            ["Sessvm__Secret"] = DemoProcess.Secret,
            ["ConnectionString"] = $"Data Source={Path.Combine(Kept, "demo.db")}",
        };

        await using var server = new ServerProcess("/bin/bash", ["-c", line], Repository.Root, settings);
        using var visitor = new Visitor(await server.ListeningAsync());

        (await visitor.GetAsync("/")).Body.ShouldContain("<title>Sessvm");
        (await visitor.GetAsync("/sessvm-client.js")).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.LoginAsync("alice"))["sub"].ShouldBe("alice");
    }

    [Fact]
    public void Every_command_is_one_that_these_tests_know()
    {
        string[] known = ["dotnet run --project samples/Demo", "./test.sh", "dotnet add reference", "openssl rand -base64 48"];

        Readme.Commands().Where(command => !known.Any(one => command.Contains(one, StringComparison.Ordinal))).ShouldBeEmpty();
        (OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathTo("test.sh")).HasFlag(UnixFileMode.UserExecute)).ShouldBeTrue();
    }

    [Fact]
    public void Every_link_leads_somewhere() =>
        Readme.Links().Where(link => !Path.Exists(Repository.PathTo(link))).ShouldBeEmpty();

    private static async Task RunAsync(string directory, string command)
    {
        await using var process = new ServerProcess("/bin/bash", ["-c", command], directory, Quiet);
        (await process.EndedAsync()).ShouldBe(0, process.Log);
    }
}
