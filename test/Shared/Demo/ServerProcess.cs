using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sessvm.Tests.Shared.Demo;

/// <summary>A web server in a process of its own: its address, its log, and its end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    // Only a hang is cut short by it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServerProcess(string file, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string inherited in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The process ended before it listened."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that the process has written so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> ListeningAsync()
    {
        try
        {
            return await _address.Task.WaitAsync(Patience);
        }
        catch (Exception trouble) when (trouble is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"{trouble.Message} It said:\n{Log}", trouble);
        }
    }

    /// <summary>Waits for it to end by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal: <c>STOP</c>, <c>CONT</c>, …</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary><c>kill -9</c>, for it and what it started.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    // What the machine has set for other servers is none of this one's business.
    private static bool IsSetting(string name) =>
        name.StartsWith("Sessvm__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "Store" or "ConnectionString";

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        int at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
