using Sessvm.Fingerprints;
using Sessvm.Simulator.Thefts;

namespace Sessvm.Simulator.Play;

/// <summary>What came of one policy with one population.</summary>
internal sealed class Tally
{
    private readonly TheftCount[] _settled = [.. Theft.All.Select(static _ => new TheftCount())];
    private readonly TheftCount[] _fresh = [.. Theft.All.Select(static _ => new TheftCount())];

    /// <summary>How many years of people were played.</summary>
    public double UserYears { get; set; }

    /// <summary>How often an honest person was asked for fresh credentials.</summary>
    public int StepUps { get; private set; }

    /// <summary>What had changed when they were asked, and how often.</summary>
    public Dictionary<string, int> Causes { get; } = [];

    /// <summary>How often an honest person was refused, and had to sign in anew.</summary>
    public int Refusals { get; set; }

    /// <summary>The thefts on settled sessions, by the place of their kind.</summary>
    public IReadOnlyList<TheftCount> Settled => _settled;

    /// <summary>The thefts on fresh sessions.</summary>
    public IReadOnlyList<TheftCount> Fresh => _fresh;

    /// <summary>The thefts on settled sessions in which two settled attributes changed.</summary>
    public TheftCount TwoSettled { get; } = new();

    /// <summary>Counts a step-up.</summary>
    public void StepUp(Verdict verdict) => StepUp(string.Join(" + ", verdict.Failed), 1);

    /// <summary>Counts a theft.</summary>
    /// <param name="kind">The place of its kind.</param>
    /// <param name="isSettled">Whether the session was settled.</param>
    /// <param name="noticed">At which exchange it was noticed; 0 where it was not.</param>
    /// <param name="twoSettled">Whether two settled attributes changed.</param>
    public void Add(int kind, bool isSettled, int noticed, bool twoSettled)
    {
        (isSettled ? _settled : _fresh)[kind].Add(noticed);
        if (twoSettled)
        {
            TwoSettled.Add(noticed);
        }
    }

    /// <summary>Adds another tally to this one.</summary>
    public void Add(Tally other)
    {
        UserYears += other.UserYears;
        Refusals += other.Refusals;
        foreach ((string cause, int count) in other.Causes)
        {
            StepUp(cause, count);
        }

        TwoSettled.Add(other.TwoSettled);
        for (int kind = 0; kind < Theft.All.Count; kind++)
        {
            _settled[kind].Add(other._settled[kind]);
            _fresh[kind].Add(other._fresh[kind]);
        }
    }

    private void StepUp(string cause, int count)
    {
        StepUps += count;
        Causes[cause] = Causes.GetValueOrDefault(cause) + count;
    }
}
