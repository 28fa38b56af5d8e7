using System.Diagnostics;
using System.Globalization;
using Sessvm.Benchmarks.Http.Contestants;
using Sessvm.Benchmarks.Report;

namespace Sessvm.Benchmarks.Http.Load;

/// <summary>A server that runs, on core 0, with its users signed in.</summary>
internal sealed class Opponent : IAsyncDisposable
{
    private static readonly (string Name, string Title)[] InNode =
    [
        ("express", "express-session (Node.js)"),
        ("fastify", "@fastify/session (Node.js)"),
    ];

    private static readonly HttpClient Client = new();

    private readonly Process _process;

    private Opponent(string name, string title, Process process, int port, IReadOnlyList<string> headers, string script)
    {
        (Name, Title, _process, Port, Headers, Script) = (name, title, process, port, headers, script);
    }

    /// <summary>The names of all that can be started.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Contestants.Select(static one => one.Name), .. InNode.Select(static one => one.Name)];

    public string Name { get; }

    public string Title { get; }

    public int Port { get; }

    /// <summary>The headers that each user sends, with tabs between them.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The file that tells <c>wrk</c> what to send.</summary>
    public string Script { get; }

    /// <summary>What its process has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one, and signs its users in.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="users">How many there are.</param>
    /// <param name="started">Those that run already: one may be asked like another.</param>
    public static async Task<Opponent> StartAsync(string name, int users, IReadOnlyList<Opponent> started)
    {
        Contestant? own = All.Contestants.FirstOrDefault(one => one.Name == name);
        string count = users.ToString(CultureInfo.InvariantCulture);
        string[] command = own is null
            ? ["node", Path.Combine(Machine.Root(), "bench", "Sessvm.Benchmarks.Http", "node", name + ".mjs"), count]
            : [Environment.ProcessPath!, "serve", name, count];
        Process process = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // The second: whoever has a pool of one thread stands still for half a second when something waits.
            Environment = { ["NODE_ENV"] = "production", ["DOTNET_PROCESSOR_COUNT"] = "2" },
        })!;
        int port = int.Parse(await ReadLineAsync(process, name), CultureInfo.InvariantCulture);
        IReadOnlyList<string>? others = own?.AskedLike is { } like
            ? (started.FirstOrDefault(one => one.Name == like) ?? throw new InvalidOperationException($"{name} is asked like {like}: name that before it.")).Headers
            : null;
        string[] headers = new string[users];
        for (int user = 0; user < users; user++)
        {
            headers[user] = await ReadLineAsync(process, name);
        }

        string script = Path.Combine(Path.GetTempPath(), $"sessvm-bench-{process.Id}.lua");
        await File.WriteAllTextAsync(script, WrkScript.Of(port, others ?? headers));
        return new Opponent(name, own?.Title ?? InNode.Single(one => one.Name == name).Title, process, port, headers, script);
    }

    /// <summary>The bytes that its runtime has allocated so far; <see langword="null"/> where it does not tell.</summary>
    public async Task<long?> AllocatedAsync()
    {
        using HttpResponseMessage answer = await Client.GetAsync($"http://127.0.0.1:{Port}/allocated");
        return answer.IsSuccessStatusCode ? long.Parse(await answer.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture) : null;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(Script);
    }

    private static async Task<string> ReadLineAsync(Process process, string name) => await process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"The server {name} ended before it was ready; its error stands above.");
}
