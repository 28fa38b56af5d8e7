namespace Sessvm.Tests.Shared.Demo;

/// <summary>The demo, started as a person starts it, with a directory of its own for what it keeps.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    public const string Secret = "an-example-secret-of-forty-odd-bytes-0123456789";

    private readonly ServerProcess _server;

    private DemoProcess(ServerProcess server) => _server = server;

    public Uri Address { get; private set; } = null!;

    public string Log => _server.Log;

    /// <summary>Starts it, and waits until it is well.</summary>
    /// <param name="directory">Where it keeps its database, and its secret.</param>
    /// <param name="arguments">Of the command line; <c>--no-secret</c> leaves the secret to the demo.</param>
    public static async Task<DemoProcess> StartAsync(string directory, params string[] arguments)
    {
        var demo = new DemoProcess(Launch(directory, arguments));
        try
        {
            demo.Address = await demo._server.ListeningAsync();
            using var client = new HttpClient { BaseAddress = demo.Address };
            await demo.GetWellAsync(client);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on a configuration that it should refuse.</summary>
    /// <returns>The exit code, and what it said.</returns>
    public static async Task<(int ExitCode, string Log)> RefusesAsync(string directory, params string[] arguments)
    {
        await using var server = Launch(directory, arguments);
        return (await server.EndedAsync(), server.Log);
    }

    public Task KillAsync() => _server.KillAsync();

    /// <summary>Sends a signal: <c>STOP</c>, <c>CONT</c>, …</summary>
    public Task SignalAsync(string signal) => _server.SignalAsync(signal);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // On a busy machine a reading of the feed may take longer than its bound: for that moment it is degraded.
    private async Task GetWellAsync(HttpClient client)
    {
        string health = "";
        for (int tries = 0; tries < 600 && health != "Healthy"; tries++)
        {
            using HttpResponseMessage answer = await client.GetAsync("/health");
            health = await answer.Content.ReadAsStringAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(health == "Healthy" ? 0 : 100), TimeProvider.System);
        }

        health.ShouldBe("Healthy", Log);
    }

    private static ServerProcess Launch(string directory, string[] arguments)
    {
        var environment = new Dictionary<string, string>();
        if (!arguments.Contains("--no-secret"))
        {
            environment["Sessvm__Secret"] = Secret;
        }

        return new ServerProcess(
            Repository.Dotnet,
            [
                Repository.PathTo("samples", "Demo", "bin", Repository.Configuration, "net10.0", "Sessvm.Demo.dll"),
                "--urls", "http://127.0.0.1:0",
                "--contentRoot", directory,
                "--webroot", Repository.PathTo("samples", "Demo", "wwwroot"),
                "--Logging:LogLevel:Microsoft.AspNetCore", "Warning",
                .. arguments.Where(one => one != "--no-secret"),
            ],
            directory,
            environment);
    }
}
