using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sessvm.Benchmarks.Stores.Rounds;

/// <summary>Where the processor time of this process goes while it works: samples of its stacks, taken by <c>perf</c>, each put down to one owner.</summary>
internal static partial class Profile
{
    private const int SamplesPerSecond = 1999;
    private const string Rest = "the rest";

    // Looked for anywhere in a stack: whatever the kernel does there, it does it for this.
    private static readonly (string Owner, Regex Frame)[] Errands =
    [
        ("threads that wait: spin, yield, sleep and are woken", Waiting()),
        ("the network: system calls to send, receive and poll", Network()),
        ("interrupts, and other programs' turns on the same processor", Kernel()),
    ];

    // The first from the leaf on that one of them owns: the framework works for whoever has called it last.
    private static readonly (string Owner, Regex Frame)[] Owners =
    [
        ("the runtime: allocation, collection, compilation", Runtime()),
        ("Sessvm: token, judgement and decision, with OpenSSL's HMACs", Core()),
        ("Sessvm's store: rows, sharing, retries", Store()),
        ("the library: SQLite, or the server's client", Library()),
        ("tasks, awaits, locks and the pool's queue", Tasks()),
    ];

    public static IEnumerable<string> AllOwners => [.. Errands.Concat(Owners).Select(static one => one.Owner), Rest];

    /// <summary>The share of each owner while passes are made.</summary>
    /// <param name="length">How long samples are taken.</param>
    /// <param name="work">Makes passes for at least so long.</param>
    /// <exception cref="InvalidOperationException"><c>perf</c> is missing or may not look, or the process was not started for it: see bench/stores.sh.</exception>
    public static async Task<Dictionary<string, double>> TakeAsync(TimeSpan length, Func<Task> work)
    {
        if (Environment.GetEnvironmentVariable("DOTNET_PerfMapEnabled") != "1")
        {
            throw new InvalidOperationException("The runtime tells perf no names: start this by bench/stores.sh.");
        }

        string file = Path.GetTempFileName();
        try
        {
            Task<string> recorded = PerfAsync($"record -q -F {SamplesPerSecond} -g -p {Environment.ProcessId} -o {file} -- sleep {length.TotalSeconds:F0}");
            await work();
            await recorded;
            string[] stacks = (await PerfAsync($"script -i {file} -F ip,sym,dso")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return stacks.CountBy(OwnerOf).ToDictionary(static owned => owned.Key, owned => (double)owned.Value / stacks.Length);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string OwnerOf(string stack) =>
        Errands.FirstOrDefault(errand => errand.Frame.IsMatch(stack)).Owner
        ?? stack.Split('\n').Select(static frame => Owners.FirstOrDefault(owner => owner.Frame.IsMatch(frame)).Owner).FirstOrDefault(static owner => owner is not null)
        ?? Rest;

    private static async Task<string> PerfAsync(string arguments)
    {
        using Process perf = Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> complaints = perf.StandardError.ReadToEndAsync();
        string told = await perf.StandardOutput.ReadToEndAsync();
        await perf.WaitForExitAsync();
        return perf.ExitCode == 0
            ? told
            : throw new InvalidOperationException($"perf {arguments.Split(' ')[0]} failed: {(await complaints).Split('\n')[0]}");
    }

    [GeneratedRegex("__x64_sys_(sched_yield|futex)|LowLevelLifoSemaphore")]
    private static partial Regex Waiting();

    [GeneratedRegex("__x64_sys_(sendto|sendmsg|recvfrom|recvmsg|epoll_wait)")]
    private static partial Regex Network();

    [GeneratedRegex(@"^\S+ .*\(\[kernel")]
    private static partial Regex Kernel();

    [GeneratedRegex(@"\(\S*/lib(coreclr|clrgc|clrjit)\.so\)")]
    private static partial Regex Runtime();

    [GeneratedRegex(@"\[Sessvm\] Sessvm\.(?!Stores)|\(\S*/(libcrypto|libssl|libSystem\.Security)\S*\)")]
    private static partial Regex Core();

    [GeneratedRegex(@"\[Sessvm(\.Sqlite|\.Redis|\.PostgreSql)?\] Sessvm\.(Stores|Sqlite|Redis|PostgreSql)")]
    private static partial Regex Store();

    [GeneratedRegex(@"sqlite3?\S*\.so|\[(SQLitePCLRaw\S*|Npgsql|StackExchange\.Redis|RESPite|Pipelines\.Sockets\.Unofficial|System\.IO\.Pipelines|System\.Net\.Sockets)\]")]
    private static partial Regex Library();

    [GeneratedRegex(@"System\.Threading\.|System\.Runtime\.CompilerServices\.")]
    private static partial Regex Tasks();
}
