namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>How many sessions the machine has room for.</summary>
internal static class Room
{
    private const double UsableShare = 0.8;

    /// <summary>As many as wanted, or as there is room for; says so where it is fewer.</summary>
    public static int Within(int wanted, long room, int bytesEach, string kind)
    {
        int most = (int)Math.Min(int.MaxValue, room * UsableShare / bytesEach);
        if (most >= wanted)
        {
            return wanted;
        }

        Console.WriteLine($"The machine's {kind} is enough for {most:N0} sessions; {wanted:N0} were wanted.");
        return most;
    }

    /// <summary>The memory that can be had now, in bytes.</summary>
    public static long Memory()
    {
        const string Linux = "/proc/meminfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(static text => text.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
        return line is null
            ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    /// <summary>What is free on the disk of a path, in bytes.</summary>
    public static long Disk(string path) => new DriveInfo(path).AvailableFreeSpace;
}
