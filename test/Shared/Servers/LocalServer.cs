using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A server of the machine's, on loopback and a port of its own, in a process that a test may kill, freeze and start again.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    // Only a hang is cut short by it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _file;
    private readonly string[] _arguments;
    private readonly Func<Task<bool>> _isReady;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    /// <summary>Describes a server; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isReady">Whether it answers.</param>
    internal LocalServer(string file, IEnumerable<string> arguments, Func<Task<bool>> isReady)
    {
        _file = file;
        _arguments = [.. arguments];
        _isReady = isReady;
    }

    internal int ProcessId => _process!.Id;

    /// <summary>What the server has written so far.</summary>
    internal string Log => string.Join('\n', _log);

    /// <summary>A port that is free now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An empty directory under the machine's temporary one.</summary>
    internal static string NewDirectory(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"sessvm-{name}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The full path of a program; where the machine lacks it, an error that names what to install.</summary>
    internal static string Find(string program, string package, params string[] folders)
    {
        string[] places = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/bin", .. folders];
        return places.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is missing. Install it (Debian: apt-get install {package}), or run ./test.sh, which does.");
    }

    /// <summary>Runs a program to its end.</summary>
    internal static async Task RunAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(file)} ended with {process.ExitCode}:\n{await output}\n{error}");
        }
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    internal async Task StartAsync()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo(_file, _arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        long began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{_file} does not answer. It said:\n{Log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    internal async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Sends a signal: <c>TERM</c>, <c>STOP</c>, <c>CONT</c>, …</summary>
    internal Task SignalAsync(string signal) => RunAsync("/bin/kill", $"-{signal}", $"{ProcessId}");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await _isReady();
        }
        catch (Exception) // not yet, whatever it says
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }
}
