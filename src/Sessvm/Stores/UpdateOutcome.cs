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
