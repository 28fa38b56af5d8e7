using System.Diagnostics;

namespace Sessvm.Redis.Tests.Support;

/// <summary>Another process that races.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    internal OtherProcess(params string[] arguments) =>
        _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Sessvm.Redis.Racer"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    internal async Task ReadyAsync() => (await _process.StandardOutput.ReadLineAsync()).ShouldBe("ready");

    internal void Go() => _process.StandardInput.WriteLine();

    /// <summary>All that it says, once it has ended.</summary>
    internal async Task<string[]> EndAsync()
    {
        string said = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
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
