namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>What a change is worth, in points. <c>docs/fingerprints.md</c> has the same table; the simulator in bench/ is what it is judged by.</summary>
internal static class Weights
{
    /// <summary>After how many observations that it held an attribute is half way from fresh to settled.</summary>
    private const int HalfSettled = 8;

    /// <summary>As how many observations that it held one move counts against them.</summary>
    private const int PerMove = 16;

    /// <summary>How well a value must be known to be taken for one of the session's own.</summary>
    private const int WellKnown = 2;

    /// <summary>A browser or system that the row knows and the request hides: nobody's browser does.</summary>
    public const int Hidden = 120;

    /// <summary>The family changes, and TLS, which comes with it, does not: a header that was written by hand.</summary>
    public const int BrowserWithoutTls = 40;

    /// <summary>System and TLS change at once: another machine.</summary>
    public const int SystemAndTls = 20;

    /// <summary>System and place change at once: another machine, somewhere else.</summary>
    public const int SystemAndPlace = 15;

    /// <summary>Another language from a place that the session has never been at: somebody else, somewhere else.</summary>
    public const int LanguageAndPlace = 20;

    /// <summary>At most what a change of system is worth where all that changed is what asking for the desktop page changes.</summary>
    public const int DesktopPage = 30;

    /// <summary>The version goes back by so many that no update was taken back.</summary>
    public const int FarBack = 55;

    /// <summary>From how many versions on that is.</summary>
    public const int FarBackBy = 3;

    /// <summary>The version goes back by less: about one update in a thousand is taken back, and a thief's browser is behind as often as not.</summary>
    public const int Back = 50;

    /// <summary>The version rises by more than there was time for, for each version.</summary>
    public const int Rush = 6;

    public const int MostRush = 30;

    /// <summary>What a change of an attribute is worth by what was learned.</summary>
    public static int Of(Trait trait, in Habit habit)
    {
        (int fresh, int settled) = trait switch
        {
            Trait.Browser => (120, 140),
            Trait.System => (50, 70),
            Trait.Language => (25, 45),
            Trait.Network => (10, 40),
            Trait.AutonomousSystem => (10, 45),
            Trait.Tls or Trait.Custom => (50, 60),
            _ => (0, 0),
        };
        int half = HalfSettled * Habit.One;
        int worth = fresh + ((settled - fresh) * habit.Held / (half + habit.Held));
        return worth * (half + habit.Held) / (half + habit.Held + (PerMove * habit.Moved));
    }

    /// <summary>What is left of it where the new value is a known one.</summary>
    public static int Known(int worth, int strength) => strength switch
    {
        0 => worth,
        < WellKnown => worth / 2,
        _ => worth / 8,
    };

    /// <summary>What is left of a change of TLS where the browser was updated at the same time.</summary>
    public static int Updated(int worth) => worth / 4;

    /// <summary>What a rise of the version is worth: browsers bring out one in about three weeks, and two at once is common.</summary>
    public static int Rise(int by, int weeks) => Math.Min(Math.Max(by - 2 - (weeks / 3), 0) * Rush, MostRush);
}
