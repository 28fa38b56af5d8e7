using System.Diagnostics;

namespace Sessvm.Tests.Shared;

/// <summary>Processes that race on one store: all are let go at once, and what they say is gathered.</summary>
internal sealed class Racers : IAsyncDisposable
{
    private readonly List<Process> _processes = [];

    /// <summary>Starts one for each list of arguments: <c>store connection space race racers …</c>, and waits until all are ready.</summary>
    internal static async Task<Racers> ReadyAsync(params string[][] arguments)
    {
        var racers = new Racers();
        foreach (string[] one in arguments)
        {
            string name = OperatingSystem.IsWindows() ? "Sessvm.Stores.Racer.exe" : "Sessvm.Stores.Racer";
            racers._processes.Add(Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), one)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!);
        }

        foreach (Process process in racers._processes)
        {
            string? line = await process.StandardOutput.ReadLineAsync();
            if (line != "ready")
            {
                throw new InvalidOperationException($"A racer said «{line}» where it was to be ready.");
            }
        }

        return racers;
    }

    internal void Go()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.WriteLine();
        }
    }

    /// <summary>The next line of the first of them.</summary>
    internal async Task<string> LineAsync() =>
        await _processes[0].StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The racer has ended.");

    /// <summary>All that they say until they end.</summary>
    internal async Task<string[]> ResultsAsync()
    {
        string[] said = await Task.WhenAll(_processes.Select(static process => process.StandardOutput.ReadToEndAsync()));
        foreach (Process process in _processes)
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"A racer has ended with {process.ExitCode}.");
            }
        }

        return [.. said.SelectMany(static text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    public ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
