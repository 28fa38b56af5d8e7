using Sessvm.Keys;

namespace Sessvm.Stores;

/// <summary>What must hold when a row is added, and what is to give way.</summary>
/// <param name="Limit">The most live sessions that the subject may have, the new one included; <see langword="null"/> for no limit.</param>
/// <param name="WhenFull">What gives way where the limit is reached.</param>
/// <param name="Replaces">
/// The keyed hashes of the device's id, one per key: the subject's live rows with one of them, other than those of
/// the new row's family, end as <see cref="EndReason.Replaced"/>. They no longer count against the limit. Empty to replace nothing.
/// </param>
public sealed record AddTerms(int? Limit, WhenFull WhenFull, IReadOnlyList<KeyedHash> Replaces)
{
    /// <summary>No limit, nothing replaced.</summary>
    public static AddTerms None { get; } = new(null, WhenFull.EvictOldest, []);
}

/// <summary>What gives way where a subject has as many live sessions as it may.</summary>
public enum WhenFull
{
    /// <summary>The oldest session by <see cref="SessionRow.CreatedAt"/>, never one of the new row's own family.</summary>
    EvictOldest,

    /// <summary>The new one: the answer lists those that are live, so that the application can ask which is to go.</summary>
    Reject,
}
