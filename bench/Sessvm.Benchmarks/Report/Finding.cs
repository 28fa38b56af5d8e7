namespace Sessvm.Benchmarks.Report;

/// <summary>One line of the results: what was measured, beside what, and whether the budget is met.</summary>
/// <param name="Row">The row of the budgets.</param>
/// <param name="Measured">The figure, with its unit.</param>
/// <param name="Beside">What it is compared with; <see langword="null"/> for a plain bound.</param>
/// <param name="Ratio">The figure over that of the other.</param>
/// <param name="Budget">What is allowed; <see langword="null"/> where nothing is promised.</param>
/// <param name="Met">Whether it holds; <see langword="null"/> where nothing is promised.</param>
public sealed record Finding(string Row, string Measured, string? Beside, double? Ratio, string? Budget, bool? Met);
