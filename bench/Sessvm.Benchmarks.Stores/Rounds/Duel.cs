using System.Diagnostics;
using Sessvm.Benchmarks.Stores.Report;

namespace Sessvm.Benchmarks.Stores.Rounds;

/// <summary>
/// Two sides that are measured in turns, A B A B: whatever else the machine does falls on both, and each pair of neighbouring
/// rounds gives a ratio of its own. The first pairs warm up and do not count: code is compiled again, better, while it runs.
/// </summary>
internal sealed class Duel
{
    private const int WarmUp = 3;

    private Duel(List<double> one, List<double> other)
    {
        One = [.. one];
        Other = [.. other];
    }

    /// <summary>The figure of each round of the first side.</summary>
    public double[] One { get; }

    /// <summary>The figure of each round of the second side.</summary>
    public double[] Other { get; }

    /// <summary>The first over the second, of each pair.</summary>
    public Figure Ratio => Figure.Of(One.Zip(Other, static (one, other) => one / other), " ×");

    /// <summary>How often each side works, the rounds that warm up included.</summary>
    public static int Turns(int rounds) => WarmUp + rounds;

    public static async Task<Duel> FightAsync(int rounds, Func<Task<double>> one, Func<Task<double>> other)
    {
        var figures = (One: new List<double>(), Other: new List<double>());
        for (int round = -WarmUp; round < rounds; round++)
        {
            double first = await one();
            double second = await other();
            if (round >= 0)
            {
                figures.One.Add(first);
                figures.Other.Add(second);
            }
        }

        return new Duel(figures.One, figures.Other);
    }

    /// <summary>How many a second are done, by whole passes that each do so many.</summary>
    /// <param name="atLeast">Passes are made until so long has been worked.</param>
    /// <param name="prepare">What comes before each pass and does not count.</param>
    /// <param name="pass">Does some, and says how many.</param>
    public static async Task<double> RateAsync(TimeSpan atLeast, Func<Task> prepare, Func<Task<int>> pass)
    {
        long done = 0;
        TimeSpan worked = TimeSpan.Zero;
        while (worked < atLeast)
        {
            await prepare();
            long began = Stopwatch.GetTimestamp();
            done += await pass();
            worked += Stopwatch.GetElapsedTime(began);
        }

        return done / worked.TotalSeconds;
    }
}
