using System.Diagnostics;
using System.Globalization;
using Sessvm.Benchmarks.Report;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.Benchmarks.Measures;

/// <summary>Many sign-ins on the memory store: 10,000 a second for a minute; one subject with 10,000 sessions; everybody signing in as one subject.</summary>
internal static class Logins
{
    private const int PerSecond = 10_000;
    private const int Seconds = 60;
    private const int Many = 10_000;
    private const int Cap = 5;
    private const int Storm = 200_000;
    private const int Stormers = 64;

    public static IEnumerable<Finding> Judge() => [Minute(), .. OneSubject(), OfOneSubject()];

    private static Finding Minute()
    {
        SessionService service = Scene.Service(TimeProvider.System);
        TimeSpan paused = GC.GetTotalPauseDuration();
        var late = TimeSpan.Zero;
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < PerSecond * Seconds; i++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)i / PerSecond);
            TimeSpan behind = Stopwatch.GetElapsedTime(began) - due;
            while (behind < TimeSpan.Zero) // a login has its instant, and no earlier one
            {
                behind = Stopwatch.GetElapsedTime(began) - due;
            }

            late = behind > late ? behind : late;
            Scene.Begin(service, Guid.NewGuid().ToString(), Guid.NewGuid());
        }

        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        paused = GC.GetTotalPauseDuration() - paused;
        return new(
            "10,000 logins a second for a minute, one thread", Text($"{PerSecond * Seconds / took:N0} a second; the latest began {late.TotalMilliseconds:F1} ms behind its time; {paused.TotalMilliseconds:F0} ms of collections in all"),
            null, null, "10,000 a second", PerSecond * Seconds / took >= 0.99 * PerSecond);
    }

    private static IEnumerable<Finding> OneSubject()
    {
        const string Row = "a subject with 10,000 sessions";
        SessionService few = Scene.Service(TimeProvider.System);
        SessionService many = Scene.Service(TimeProvider.System);
        for (int i = 0; i < Many; i++)
        {
            Scene.Begin(many, Scene.Subject, Guid.NewGuid());
        }

        const int Starts = 2_000;
        double atFew = Each(Starts, i => Scene.Begin(few, "subject " + i.ToString(CultureInfo.InvariantCulture), Guid.NewGuid()));
        double atMany = Each(Starts, _ => Scene.Begin(many, Scene.Subject, Guid.NewGuid()));
        yield return new(Row + ": one more", Text($"{atMany:F1} µs"), Text($"a subject's first: {atFew:F1} µs"), atMany / atFew, null, null);
        double list = Each(20, _ => Scene.Done(many.ListAsync(Scene.Subject, CancellationToken.None)));
        yield return new(Row + ": listed", Text($"{list / 1000:F1} ms"), null, null, null, null);
        double end = Each(1, _ => Scene.Done(many.EndAsync(EndTarget.OfSubject(Scene.Subject), EndReason.Administrative)));
        yield return new(Row + ": all ended", Text($"{end / 1000:F1} ms"), null, null, null, null);
    }

    private static Finding OfOneSubject()
    {
        var service = new SessionService(new SessionSetup
        {
            Keys = Scene.Keys(),
            Store = new MemorySessionStore(),
            Options = new SessionOptions { MaxSessionsPerSubject = Cap },
        });
        long began = Stopwatch.GetTimestamp();
        Parallel.For(0, Stormers, _ =>
        {
            for (int i = 0; i < Storm / Stormers; i++)
            {
                Scene.Begin(service, Scene.Subject, Guid.NewGuid());
            }
        });
        double rate = Storm / Stopwatch.GetElapsedTime(began).TotalSeconds;
        int left = Scene.Done(service.ListAsync(Scene.Subject, CancellationToken.None)).Count;
        return new(
            $"a login storm on one subject, {Cap} sessions allowed", Text($"{rate:N0} a second, on all cores; {left} live at the end"),
            null, null, $"never more than {Cap}", left == Cap);
    }

    /// <summary>Microseconds of each.</summary>
    private static double Each(int times, Action<int> action)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            action(i);
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / times;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
