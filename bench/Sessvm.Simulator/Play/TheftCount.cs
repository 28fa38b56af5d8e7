namespace Sessvm.Simulator.Play;

/// <summary>How many thefts there were, and when they were noticed.</summary>
internal sealed class TheftCount
{
    /// <summary>All of them.</summary>
    public int All { get; private set; }

    /// <summary>Those that were noticed at the thief's first request.</summary>
    public int AtOnce { get; private set; }

    /// <summary>Those that were noticed within <see cref="Player.Exchanges"/> exchanges, at once included.</summary>
    public int Soon { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="noticed">At which exchange it was noticed; 0 where it was not.</param>
    public void Add(int noticed)
    {
        All++;
        AtOnce += noticed == 1 ? 1 : 0;
        Soon += noticed > 0 ? 1 : 0;
    }
}
