namespace Sessvm.Stores;

/// <summary>A page of rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> after the last.</param>
public sealed record SessionPage(IReadOnlyList<SessionRow> Rows, string? Next);
