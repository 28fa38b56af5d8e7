using System.Text.Json.Serialization;

namespace Sessvm.Benchmarks.Stores.Report;

/// <summary>One line of the results: what was measured, beside what, and whether the budget is met.</summary>
/// <param name="Table">The table that it belongs to.</param>
/// <param name="Row">The row of the budgets.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Peer">What it is compared with; <see langword="null"/> for a plain bound.</param>
/// <param name="Beside">The figure of that.</param>
/// <param name="Ratio">The first over the second, taken of each pair of rounds by itself: their median is what is judged.</param>
/// <param name="Budget">What is allowed; <see langword="null"/> where nothing is promised.</param>
internal sealed record Finding(string Table, string Row, Figure Measured, string? Peer, Figure? Beside, Figure? Ratio, Budget? Budget)
{
    /// <summary>What is judged.</summary>
    [JsonIgnore]
    public double Judged => (Ratio ?? Measured).Median;

    /// <summary>Whether the budget holds; <see langword="null"/> where nothing is promised.</summary>
    public bool? Met => Budget?.Allows(Judged);

    public static Finding Plain(string table, string row, Figure measured, Budget? budget = null) => new(table, row, measured, null, null, null, budget);
}
