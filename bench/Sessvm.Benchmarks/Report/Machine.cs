using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sessvm.Benchmarks.Report;

/// <summary>Where and of what the figures are. Names no host.</summary>
internal sealed record Machine(string Cpu, int Cores, string Memory, string Os, string Runtime, string Load, string Date, string Commit)
{
    private const string LoadFile = "/proc/loadavg";

    public static Machine Describe() => new(
        Cpu: CpuName(),
        Cores: Environment.ProcessorCount,
        Memory: $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F0} GiB",
        Os: RuntimeInformation.OSDescription,
        Runtime: RuntimeInformation.FrameworkDescription,
        Load: File.Exists(LoadFile) ? string.Join(", ", File.ReadAllText(LoadFile).Split(' ')[..3]) : "unknown",
        Date: TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd"),
        Commit: Git("rev-parse --short HEAD") + (Git("status --porcelain -- :/src :/bench :!/bench/results").Length > 0 ? " and changes" : ""));

    /// <summary>The root of the working tree.</summary>
    public static string Root() => Git("rev-parse --show-toplevel");

    private static string CpuName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return $"{line?.Split(':')[1].Trim() ?? "unknown"}, {RuntimeInformation.ProcessArchitecture}";
    }

    private static string Git(string arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("git does not start.");
        string output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return output;
    }
}
