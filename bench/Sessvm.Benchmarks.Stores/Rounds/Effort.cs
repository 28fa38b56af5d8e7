using System.Diagnostics;
using System.Globalization;

namespace Sessvm.Benchmarks.Stores.Rounds;

/// <summary>
/// The processor time that passes take, of this process and of the server's: unlike a rate, it hardly depends on who else is at
/// work on the machine, and it is what a sizing starts from. Known on Linux only.
/// </summary>
internal sealed class Effort(int server)
{
    private const double TicksPerSecond = 100; // USER_HZ, on every Linux
    private const int UserTime = 11; // in the fields behind the program's name, as are the next three
    private const int Times = 4;

    private TimeSpan _client;
    private double _server;
    private long _done;

    /// <summary>What each thing cost this process, in microseconds.</summary>
    public double Client => _client.TotalMicroseconds / _done;

    /// <summary>What each thing cost the server, in microseconds.</summary>
    public double Server => _server * 1e6 / _done;

    /// <summary>Does a pass, and notes what it took.</summary>
    public async Task<int> NoteAsync(Func<Task<int>> pass)
    {
        TimeSpan client = Environment.CpuUsage.TotalTime;
        double server = OfServer();
        int done = await pass();
        _client += Environment.CpuUsage.TotalTime - client;
        _server += OfServer() - server;
        _done += done;
        return done;
    }

    /// <summary>The time of the server's process, its children, and those that have ended, in seconds.</summary>
    private double OfServer()
    {
        string children = $"/proc/{server}/task/{server}/children";
        return !File.Exists(children)
            ? 0
            : OfProcess(server) + File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(OfProcess);
    }

    private static double OfProcess(int process) => OfProcess(process.ToString(CultureInfo.InvariantCulture));

    private static double OfProcess(string process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[UserTime..(UserTime + Times)].Sum(static ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException) // it has ended meanwhile
        {
            return 0;
        }
    }
}
