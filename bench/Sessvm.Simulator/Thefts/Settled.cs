using Sessvm.Fingerprints;

namespace Sessvm.Simulator.Thefts;

/// <summary>
/// The attributes that kept one value through all of a settled session: what «settled» means in the goal. Counted by the
/// simulator, whatever a policy thinks of it. The version is none of them, since it is meant to move. Network and
/// autonomous system are one: both are told by one address.
/// </summary>
[Flags]
internal enum Settled
{
    None = 0,
    Browser = 1,
    System = 2,
    Language = 4,
    Place = 8,
    Tls = 16,
    All = Browser | System | Language | Place | Tls,
}

/// <summary>Compares two fingerprints for what can be settled.</summary>
internal static class SettledComparison
{
    /// <summary>The attributes in which two requests differ. What one does not tell differs as well.</summary>
    public static Settled Differences(Fingerprint one, Fingerprint other)
    {
        Settled differs = Settled.None;
        differs |= one.Agent.Browser == other.Agent.Browser ? 0 : Settled.Browser;
        differs |= one.Agent.System == other.Agent.System ? 0 : Settled.System;
        differs |= one.Language == other.Language ? 0 : Settled.Language;
        differs |= one.AutonomousSystem == other.AutonomousSystem && one.AutonomousSystem is not null || one.Network == other.Network ? 0 : Settled.Place;
        differs |= one.Tls == other.Tls ? 0 : Settled.Tls;
        return differs;
    }
}
