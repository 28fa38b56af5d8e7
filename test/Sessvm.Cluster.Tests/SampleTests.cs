using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sessvm.Cluster.Tests;

/// <summary><c>samples/Cluster</c>, as its README says.</summary>
public sealed partial class SampleTests : ClusterTest
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);

    private string State => Path.Combine(Kept, "cluster");

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task The_sample_comes_up_outlives_a_node_comes_up_again_with_everybody_signed_in_and_goes_down(string store)
    {
        await LocalServer.RunAsync("/bin/chmod", "711", Kept); // PostgreSQL runs as another user
        var first = await UpAsync(store);
        using var keeper = await Person.SignInAsync(first.Front);
        using var other = await Person.SignInAsync(first.Front);
        (await keeper.RevokeAsync(first.Front, other.Session)).Status.ShouldBe(HttpStatusCode.NoContent);
        await Patience.PassAsync(Bound);
        for (int i = 0; i < 3; i++)
        {
            await other.IsOutAsync(first.Front, "R7: revoked in one browser is revoked on every node.");
        }

        await LocalServer.RunAsync("/bin/kill", "-9", first.Node);
        for (int i = 0; i < 6; i++)
        {
            await keeper.IsInAsync(first.Front, "A node is killed, and nothing happens.");
        }

        var second = await UpAsync(store);
        await keeper.IsInAsync(second.Front, "The store and the secret are kept.");
        await ScriptAsync("down.sh");
        foreach (var address in new[] { first.Front, second.Front })
        {
            await IsClosedAsync(address);
        }

        Directory.GetFiles(Path.Combine(State, "run")).ShouldBeEmpty("down.sh stops all that up.sh started.");
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await ScriptAsync("down.sh"); // also where the test failed
        await base.DisposeAsync();
    }

    /// <summary>Runs up.sh.</summary>
    /// <returns>Where nginx is, and the process id of a node.</returns>
    private async Task<(Uri Front, string Node)> UpAsync(string store)
    {
        string said = await ScriptAsync("up.sh", store);
        return (new Uri(Front().Match(said).Groups["address"].Value), Node().Match(said).Groups["id"].Value);
    }

    private async Task<string> ScriptAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.PathTo("samples", "Cluster", name), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DIRECTORY"] = State;
        start.Environment["BUILD"] = "no";
        start.Environment["CONFIGURATION"] = Repository.Configuration;
        start.Environment["PORT"] = start.Environment["NODE_PORTS"] = start.Environment["STORE_PORT"] = "";
        using var script = Process.Start(start)!;
        var (output, error) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync().WaitAsync(Most);
        string said = await output.WaitAsync(Most);
        script.ExitCode.ShouldBe(0, $"{name} said: {said} {await error.WaitAsync(Most)}");
        return said;
    }

    private static async Task IsClosedAsync(Uri address)
    {
        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync(address.Host, address.Port));
    }

    [GeneratedRegex("^Open (?<address>http://[0-9.:]+)", RegexOptions.Multiline)]
    private static partial Regex Front();

    [GeneratedRegex("node-2 .* process (?<id>[0-9]+)")]
    private static partial Regex Node();
}
