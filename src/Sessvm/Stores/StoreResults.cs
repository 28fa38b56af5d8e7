namespace Sessvm.Stores;

/// <summary>What became of an update.</summary>
public enum UpdateOutcome
{
    /// <summary>The row was replaced.</summary>
    Updated,

    /// <summary>The stored row carries another version: read again.</summary>
    Conflict,

    /// <summary>The stored row has ended: final, whatever the version (R5).</summary>
    Ended,

    /// <summary>There is no such row.</summary>
    NotFound,
}

/// <summary>A page of rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> after the last.</param>
public sealed record SessionPage(IReadOnlyList<SessionRow> Rows, string? Next);

/// <summary>What a purging step did.</summary>
/// <param name="Removed">How many rows were removed.</param>
/// <param name="More">Whether the pass over all rows goes on: call again. <see langword="false"/> once a pass is complete.</param>
public readonly record struct PurgeResult(int Removed, bool More);
