using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sessvm.Benchmarks.Http.Load;

/// <summary>What one turn of the load found.</summary>
/// <param name="PerSecond">Requests answered in a second.</param>
/// <param name="Microseconds">Processor time of the server for each.</param>
/// <param name="Bytes">Bytes that the server allocated for each; <see langword="null"/> where it does not tell.</param>
/// <param name="P99">The time that 99 of 100 answers took at most, in milliseconds.</param>
internal sealed partial record Turn(double PerSecond, double Microseconds, double? Bytes, double P99)
{
    public static async Task<Turn> TakeAsync(Opponent opponent, Settings settings)
    {
        long? bytesBefore = await opponent.AllocatedAsync();
        TimeSpan before = opponent.ProcessorTime;
        string output = await WrkAsync(opponent, settings);
        TimeSpan after = opponent.ProcessorTime;
        long? bytesAfter = await opponent.AllocatedAsync();

        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{opponent.Name} did not answer each request with 200:\n{output}");
        }

        double requests = Number(Requests().Match(output));
        Match p99 = NinetyNine().Match(output);
        double scale = p99.Groups["unit"].Value switch { "us" => 0.001, "ms" => 1, "s" => 1_000, _ => throw new InvalidOperationException(output) };
        return new Turn(Number(PerSecondLine().Match(output)), (after - before).TotalMicroseconds / requests, (bytesAfter - bytesBefore) / requests, Number(p99) * scale);
    }

    private static async Task<string> WrkAsync(Opponent opponent, Settings settings)
    {
        using Process wrk = Process.Start(new ProcessStartInfo(
            "taskset",
            ["-c", "1", "wrk", "-t1", $"-c{settings.Connections}", $"-d{settings.Seconds}s", "--latency", "-s", opponent.Script, $"http://127.0.0.1:{opponent.Port}/"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return wrk.ExitCode == 0 ? output : throw new InvalidOperationException($"wrk ended with {wrk.ExitCode}:\n{output}");
    }

    private static double Number(Match match) => double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<number>\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+(?<number>[\d.]+)")]
    private static partial Regex PerSecondLine();

    [GeneratedRegex(@"99%\s+(?<number>[\d.]+)(?<unit>us|ms|s)")]
    private static partial Regex NinetyNine();
}
