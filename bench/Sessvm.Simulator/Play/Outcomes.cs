using Sessvm.Simulator.Populations;

namespace Sessvm.Simulator.Play;

/// <summary>What came of all populations: each counts by its share of all people, however many of it were played.</summary>
internal sealed class Outcomes(IReadOnlyList<Outcome> all)
{
    private double Everybody => all.Sum(static one => one.Population.Share);

    /// <summary>Each by itself.</summary>
    public IReadOnlyList<Outcome> All => all;

    /// <summary>False alarms of all people in a year.</summary>
    /// <param name="policy">The place of the policy.</param>
    /// <param name="alarms">What is counted.</param>
    public double PerUserYear(int policy, Func<Tally, int> alarms) =>
        Mean(policy, static tally => tally.UserYears > 0, tally => alarms(tally) / tally.UserYears);

    /// <summary>How much of <see cref="PerUserYear"/> comes of one population.</summary>
    /// <param name="one">The population.</param>
    /// <param name="policy">The place of the policy.</param>
    /// <param name="alarms">What is counted.</param>
    public double PartOf(Outcome one, int policy, Func<Tally, int> alarms) =>
        one.Population.Share / Everybody * alarms(one.Tallies[policy]) / one.Tallies[policy].UserYears;

    /// <summary>What <see cref="PerUserYear"/> would be if twice as many people lived like one population.</summary>
    /// <param name="one">The population.</param>
    /// <param name="policy">The place of the policy.</param>
    /// <param name="alarms">What is counted.</param>
    public double WithTwiceAsMany(Outcome one, int policy, Func<Tally, int> alarms) =>
        (PerUserYear(policy, alarms) + PartOf(one, policy, alarms)) * Everybody / (Everybody + one.Population.Share);

    /// <summary>Which share of some thefts was noticed; <see cref="double.NaN"/> where there were none.</summary>
    /// <param name="policy">The place of the policy.</param>
    /// <param name="thefts">Which thefts.</param>
    /// <param name="part">What is counted of them.</param>
    public double Noticed(int policy, Func<Tally, TheftCount> thefts, Func<TheftCount, int> part) =>
        Mean(policy, tally => thefts(tally).All > 0, tally => (double)part(thefts(tally)) / thefts(tally).All);

    private double Mean(int policy, Func<Tally, bool> counts, Func<Tally, double> value)
    {
        Outcome[] counted = [.. all.Where(one => counts(one.Tallies[policy]))];
        return counted.Sum(one => one.Population.Share * value(one.Tallies[policy])) / counted.Sum(static one => one.Population.Share);
    }
}
