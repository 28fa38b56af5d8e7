using System.Diagnostics;

namespace Sessvm.Sqlite.Tests;

/// <summary>Another process on the same file.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    internal OtherProcess(string what, string path)
    {
        string name = OperatingSystem.IsWindows() ? "Sessvm.Sqlite.Writer.exe" : "Sessvm.Sqlite.Writer";
        _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), [what, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    internal async Task<string> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The other process has ended.");

    internal void Go() => _process.StandardInput.WriteLine();

    internal async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0);
    }

    /// <summary>Kills it, as <c>kill -9</c> does, and gives what it had still said.</summary>
    internal async Task<string[]> KillAsync()
    {
        _process.Kill();
        string rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return rest.Split('\n');
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
