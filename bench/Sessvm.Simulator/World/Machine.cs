using Sessvm.Fingerprints;

namespace Sessvm.Simulator.World;

/// <summary>One browser on one machine, as it ages.</summary>
internal sealed class Machine
{
    /// <summary>
    /// How often a year Chromium's TLS changes without a version, by an experiment that is let out person by person. Of what
    /// has changed the normalised form since 2018 one did: ECH, in 2023. Firefox and Safari brought theirs with versions.
    /// </summary>
    public const double QuietChange = 1.0 / 8;

    /// <summary>How often an update is taken back for some days, of all updates.</summary>
    public const double TakenBack = 0.001;

    private readonly Dictionary<int, double> _days = [];
    private readonly Chance _chance;
    private readonly Updates _updates;
    private readonly double _quietOn;

    public Machine(string browser, string system, string language, Chance chance, Updates? updates = null, Engine? engine = null)
    {
        Browser = browser;
        System = system;
        Language = language;
        Engine = engine ?? EngineOf(browser, system);
        _chance = chance;
        _updates = updates ?? (Engine == Engine.WebKit ? Updates.System : Updates.Consumer);
        _quietOn = Engine == Engine.Chromium ? chance.Part(-1).Wait(365 / QuietChange) : double.PositiveInfinity;
    }

    public string Browser { get; }

    public string System { get; set; }

    public string Language { get; set; }

    public Engine Engine { get; }

    public DeviceClass Device => System is "Android" or "iOS" ? DeviceClass.Phone : DeviceClass.Desktop;

    /// <summary>A browser on a desktop, as common as it is.</summary>
    public static Machine Desktop(Chance chance, string language)
    {
        (string browser, string system, Engine? engine) = chance.Weighted<(string, string, Engine?)>(
            (50, ("Chrome", "Windows", null)),
            (18, ("Edge", "Windows", null)),
            (10, ("Chrome", "macOS", null)),
            (10, ("Safari", "macOS", null)),
            (6, ("Firefox", "Windows", null)),
            (1, ("Firefox", "Windows", Engine.GeckoExtended)),
            (2, ("Firefox", "Linux", null)),
            (3, ("Chrome", "Linux", null)));
        return new Machine(browser, system, language, chance.Part(1), engine: engine);
    }

    /// <summary>A browser on a phone, as common as it is.</summary>
    public static Machine Phone(Chance chance, string language)
    {
        (string browser, string system) = chance.Weighted(
            (62.0, ("Chrome", "Android")),
            (33, ("Safari", "iOS")),
            (3, ("Chrome", "iOS")),
            (2, ("Firefox", "Android")));
        return new Machine(browser, system, language, chance.Part(1));
    }

    /// <summary>What it sends from a place.</summary>
    /// <param name="day">The day on which the browser was started last: updates take effect then.</param>
    /// <param name="place">Where it is.</param>
    public Fingerprint Seen(double day, Place place)
    {
        int release = ReleaseOn(day);
        return new Fingerprint(new Agent(Browser, Engine.VersionOf(release), System), Language, place.Network, place.Tls ?? Engine.Tls(release, day >= _quietOn ? 1 : 0))
        {
            AutonomousSystem = place.System,
            Device = Device,
        };
    }

    private static Engine EngineOf(string browser, string system) =>
        system == "iOS" || browser == "Safari" ? Engine.WebKit : browser == "Firefox" ? Engine.Gecko : Engine.Chromium;

    private int ReleaseOn(double day)
    {
        int release = Engine.ReleaseOn(day);
        while (ArrivalOf(release) > day)
        {
            release--;
        }

        // One that is taken back is gone for two days, a day after it came.
        double age = day - ArrivalOf(release);
        bool takenBack = age is >= 1 and < 3 && _chance.Part((release * 2) + 100_001).Happens(TakenBack);
        return takenBack ? release - 1 : release;
    }

    private double ArrivalOf(int release)
    {
        if (!_days.TryGetValue(release, out double day))
        {
            Chance chance = _chance.Part((release * 2) + 100_000);
            double lag = _updates switch
            {
                Updates.Managed => 7 + (14 * chance.Unit()),
                Updates.System => chance.Wait(30),
                _ => chance.Wait(5),
            };
            _days[release] = day = Engine.DayOf(release) + lag;
        }

        return day;
    }
}
