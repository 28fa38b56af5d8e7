using System.Runtime.CompilerServices;

namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>What the differences of a request weigh, by what was learned of its session. Lives on the stack.</summary>
internal readonly struct Weighing
{
    private readonly PointTable _points;

    private Weighing(in Differences differences, in LearnedHabits learned, Fingerprint stored, Fingerprint seen)
    {
        Rise = differences.RiseOf(stored, seen);
        for (int i = 0; i < FingerprintAttribute.All.Count; i++)
        {
            _points[i] = differences.Differs((Trait)i) ? Worth((Trait)i, learned, seen) : 0;
        }

        // Where the autonomous system is known to be another, the network is part of the same move.
        bool elsewhere = differences.Differs(Trait.AutonomousSystem);
        _points[(int)Trait.Network] = elsewhere ? 0 : _points[(int)Trait.Network];
        _points[(int)Trait.Version] = VersionWorth(learned.WeeksSince);
        if (Rise > 0)
        {
            _points[(int)Trait.Tls] = Weights.Updated(_points[(int)Trait.Tls]);
        }

        bool desktopPage = differences.Differs(Trait.System) && SystemFamily.MayBeDesktopPage(stored.Agent.System, seen.Agent.System)
            && Rise == 0 && differences.Agrees(Trait.Browser) && !differences.Differs(Trait.Tls);
        if (desktopPage)
        {
            _points[(int)Trait.System] = Math.Min(_points[(int)Trait.System], Weights.DesktopPage);
        }

        IsForged = differences.Differs(Trait.Browser) && differences.Agrees(Trait.Tls);
        int together = IsForged ? Weights.BrowserWithoutTls : 0;
        bool system = IsNew(Trait.System);
        together += system && IsNew(Trait.Tls) ? Weights.SystemAndTls : 0;
        together += system && !desktopPage && (IsNew(Trait.Network) || IsNew(Trait.AutonomousSystem)) ? Weights.SystemAndPlace : 0;
        together += IsNew(Trait.Language) && IsStrangePlace(differences, learned, seen) ? Weights.LanguageAndPlace : 0;
        Total = together;
        foreach (int points in (ReadOnlySpan<int>)_points)
        {
            Total += points;
        }
    }

    /// <summary>All of it.</summary>
    public int Total { get; }

    /// <summary>By how many versions the browser rose; below zero where it went back.</summary>
    public int Rise { get; }

    /// <summary>Whether the browser is another and its TLS is not.</summary>
    public bool IsForged { get; }

    /// <summary>What one attribute weighs.</summary>
    public int this[Trait trait] => _points[(int)trait];

    public static Weighing Of(in Differences differences, in LearnedHabits learned, Fingerprint stored, Fingerprint seen) =>
        new(differences, learned, stored, seen);

    private static int Worth(Trait trait, in LearnedHabits learned, Fingerprint seen)
    {
        bool hidden = (trait == Trait.Browser && seen.Agent.Browser == BrowserFamily.Unknown)
            || (trait == Trait.System && seen.Agent.System == SystemFamily.Unknown);
        int worth = hidden ? Weights.Hidden : Weights.Of(trait, learned[trait]);
        Trait known = trait == Trait.Browser ? Trait.System : trait;
        return ValueSum.Of(trait, seen) is { } sum ? Weights.Known(worth, learned.StrengthOf(known, sum)) : worth;
    }

    /// <summary>Whether the request comes from where the session has never been.</summary>
    private static bool IsStrangePlace(in Differences differences, in LearnedHabits learned, Fingerprint seen)
    {
        Trait trait = differences.Differs(Trait.AutonomousSystem) ? Trait.AutonomousSystem : Trait.Network;
        return differences.Differs(trait) && ValueSum.Of(trait, seen) is { } sum && learned.StrengthOf(trait, sum) == 0;
    }

    private int VersionWorth(int weeks) => Rise switch
    {
        > 0 => Weights.Rise(Rise, weeks),
        0 => 0,
        > -Weights.FarBackBy => Weights.Back,
        _ => Weights.FarBack,
    };

    /// <summary>Whether an attribute weighs enough to be none of the session's own values.</summary>
    private bool IsNew(Trait trait) => _points[(int)trait] >= 10;

    [InlineArray(8)]
    private struct PointTable
    {
        private int _first;
    }
}
