namespace Sessvm.Simulator.World;

/// <summary>What a person does, day by day, and what the server sees of it.</summary>
internal sealed class Diary(int days, Chance chance)
{
    /// <summary>The first day of the world: a Monday, so that a half year has the release of Safari in September.</summary>
    public static readonly DateTimeOffset Start = new(2027, 7, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long an access token lives: the first request after that is an exchange.</summary>
    private const double AccessMinutes = 15;

    /// <summary>How long after it was due an exchange comes, in the mean: people read, talk and think.</summary>
    private const double PauseMinutes = 10;

    private readonly List<Sight> _sights = [];

    /// <summary>How many days are played.</summary>
    public int Days => days;

    /// <summary>The person's stream of chance.</summary>
    public Chance Chance => chance;

    /// <summary>Whether a day is a Saturday or a Sunday.</summary>
    public static bool IsWeekend(int day) => day % 7 >= 5;

    /// <summary>Uses a browser at a place for a while.</summary>
    /// <param name="browser">Which of the person's browsers.</param>
    /// <param name="machine">The browser.</param>
    /// <param name="day">The day.</param>
    /// <param name="hour">The hour at which it begins, with fractions.</param>
    /// <param name="hours">How long.</param>
    /// <param name="place">Where: asked anew for each exchange.</param>
    public void Spend(int browser, Machine machine, int day, double hour, double hours, Func<Place> place)
    {
        double end = hour + hours;
        for (double at = hour; at < end; at += (AccessMinutes + chance.Wait(PauseMinutes)) / 60)
        {
            double instant = day + (at / 24);
            _sights.Add(new Sight(Start.AddDays(instant), browser, machine.Seen(day + (hour / 24), place())));
        }
    }

    /// <summary>Uses a browser at one place for a while.</summary>
    public void Spend(int browser, Machine machine, int day, double hour, double hours, Place place) =>
        Spend(browser, machine, day, hour, hours, () => place);

    /// <summary>All of it, in the order of time.</summary>
    public IReadOnlyList<Sight> Close() => [.. _sights.OrderBy(static sight => sight.At)];
}
