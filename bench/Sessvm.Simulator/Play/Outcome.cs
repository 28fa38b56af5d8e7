using Sessvm.Simulator.Populations;

namespace Sessvm.Simulator.Play;

/// <summary>What came of one population.</summary>
/// <param name="Population">The population.</param>
/// <param name="Tallies">A tally for each policy, in their order.</param>
internal sealed record Outcome(Population Population, IReadOnlyList<Tally> Tallies)
{
    /// <summary>False alarms of all people in a year: those of each population by its share.</summary>
    /// <param name="outcomes">All populations.</param>
    /// <param name="policy">The place of the policy.</param>
    /// <param name="alarms">What is counted.</param>
    public static double PerUserYear(IReadOnlyList<Outcome> outcomes, int policy, Func<Tally, int> alarms) =>
        outcomes.Sum(one => one.Population.Share * alarms(one.Tallies[policy]) / one.Tallies[policy].UserYears)
        / outcomes.Sum(static one => one.Population.Share);

    /// <summary>The thefts of all populations together, each person's alike.</summary>
    public static Tally Together(IReadOnlyList<Outcome> outcomes, int policy)
    {
        var all = new Tally();
        foreach (Outcome one in outcomes)
        {
            all.Add(one.Tallies[policy]);
        }

        return all;
    }
}
