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
    public int StepUps { get; set; }

    /// <summary>How often an honest person was refused, and had to sign in anew.</summary>
    public int Refusals { get; set; }

    /// <summary>Both.</summary>
    public int Alarms => StepUps + Refusals;

    /// <summary>The thefts on settled sessions, by the place of their kind.</summary>
    public IReadOnlyList<TheftCount> Settled => _settled;

    /// <summary>The thefts on fresh sessions.</summary>
    public IReadOnlyList<TheftCount> Fresh => _fresh;

    /// <summary>All thefts on settled sessions: as many of each kind.</summary>
    public TheftCount AllSettled { get; } = new();

    /// <summary>All thefts on fresh sessions.</summary>
    public TheftCount AllFresh { get; } = new();

    /// <summary>The thefts on settled sessions in which two settled attributes changed.</summary>
    public TheftCount TwoSettled { get; } = new();

    /// <summary>Counts a theft.</summary>
    /// <param name="kind">The place of its kind.</param>
    /// <param name="isSettled">Whether the session was settled.</param>
    /// <param name="noticed">At which exchange it was noticed; 0 where it was not.</param>
    /// <param name="twoSettled">Whether two settled attributes changed.</param>
    public void Add(int kind, bool isSettled, int noticed, bool twoSettled)
    {
        (isSettled ? _settled : _fresh)[kind].Add(noticed);
        (isSettled ? AllSettled : AllFresh).Add(noticed);
        if (twoSettled)
        {
            TwoSettled.Add(noticed);
        }
    }
}
