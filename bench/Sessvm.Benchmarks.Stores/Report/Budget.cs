namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>What is allowed.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="IsFloor">Whether it is a least, and not a most.</param>
/// <param name="Unit">The unit, as it stands behind the limit.</param>
internal sealed record Budget(double Limit, bool IsFloor, string Unit)
{
    public static Budget AtMost(double limit, string unit = " ×") => new(limit, IsFloor: false, unit);

    public static Budget AtLeast(double limit, string unit = " ×") => new(limit, IsFloor: true, unit);

    public bool Allows(double value) => IsFloor ? value >= Limit : value <= Limit;

    /// <summary>How much of the budget a value uses up: above 1 it is missed, whichever way the limit goes.</summary>
    public double Used(double value) => IsFloor ? Limit / value : value <= 0 ? 0 : value / Limit;

    public override string ToString() => $"at {(IsFloor ? "least" : "most")} {Figure.Short(Limit)}{Unit}";
}
