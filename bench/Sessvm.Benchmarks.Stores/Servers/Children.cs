using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sessvm.Benchmarks.Stores.Servers;

/// <summary>Sees to it that whoever stops the program in the middle of a measure stops its servers as well.</summary>
internal sealed class Children : IDisposable
{
    private const int Interrupted = 130;

    private readonly PosixSignalRegistration[] _signals =
    [
        .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(static signal => PosixSignalRegistration.Create(signal, static _ => Stop())),
    ];

    public void Dispose() => Array.ForEach(_signals, static signal => signal.Dispose());

    private static void Stop()
    {
        string threads = $"/proc/{Environment.ProcessId}/task";
        foreach (string thread in Directory.Exists(threads) ? Directory.GetDirectories(threads) : [])
        {
            foreach (string child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                using Process process = Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture));
                process.Kill(entireProcessTree: true);
            }
        }

        Environment.Exit(Interrupted);
    }
}
