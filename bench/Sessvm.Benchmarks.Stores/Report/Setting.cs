using System.Globalization;

namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>What a reader must know of the run to judge its figures.</summary>
internal static class Setting
{
    public static IEnumerable<string> Describe(Settings settings)
    {
        string rounds = settings.Rounds.ToString(CultureInfo.InvariantCulture);
        yield return $"Comparisons: three rounds that warm up, then {rounds} of each side in turns, each of at least {settings.Round.TotalSeconds} s.";
        yield return "PostgreSQL and Redis run on loopback, started for the measure with their own defaults, but: PostgreSQL `max_connections` 300; Redis without snapshots.";
        yield return $"PostgreSQL's `fsync` is on. Its files, and those of SQLite and of Redis' append-only file, lie in {Path.GetTempPath()} ({FileSystem(Path.GetTempPath())}).";
    }

    /// <summary>The kind of file system that holds a path: on one in memory, nothing waits for a disk.</summary>
    private static string FileSystem(string path) => DriveInfo.GetDrives()
        .Where(drive => path.StartsWith(drive.Name, StringComparison.Ordinal))
        .OrderByDescending(static drive => drive.Name.Length)
        .FirstOrDefault()?.DriveFormat ?? "unknown";
}
