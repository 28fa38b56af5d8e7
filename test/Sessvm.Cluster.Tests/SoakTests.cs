namespace Sessvm.Cluster.Tests;

/// <summary>The soak of bench/, in a short form.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task What_people_saw_is_what_the_events_say_while_the_store_is_killed_again_and_again()
    {
        string program = Repository.PathTo("bench", "Sessvm.Soak", "bin", Repository.Configuration, "net10.0", "Sessvm.Soak.dll");
        string[] length = Environment.GetEnvironmentVariable("SESSVM_LONG") is { Length: > 0 }
            ? ["--time", "00:10:00", "--between", "00:01:00", "--people", "60"]
            : ["--time", "00:00:45", "--between", "00:00:12", "--people", "30"];

        // Its report stands in the error where they do not agree.
        await LocalServer.RunAsync(Repository.Dotnet, [program, .. length]);
    }
}
