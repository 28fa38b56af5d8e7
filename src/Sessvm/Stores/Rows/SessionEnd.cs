namespace Sessvm.Stores;

/// <summary>How and when a session ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record SessionEnd(EndReason Reason, DateTimeOffset At);

/// <summary>Why a session ended. The numbers are stored: they never change.</summary>
public enum EndReason
{
    /// <summary>The client signed out.</summary>
    SignedOut = 1,

    /// <summary>Ended by its subject from another session.</summary>
    Revoked = 2,

    /// <summary>Ended by the application or an operator.</summary>
    Administrative = 3,

    /// <summary>The absolute deadline passed (R6).</summary>
    Expired = 4,

    /// <summary>The idle deadline passed (R6).</summary>
    Idle = 5,

    /// <summary>A replay was detected in the family (R4).</summary>
    Replay = 6,

    /// <summary>A fingerprint policy ended it.</summary>
    Binding = 7,

    /// <summary>The subject signed in again on the same device.</summary>
    Replaced = 8,

    /// <summary>Evicted to make room under the concurrent-session cap.</summary>
    Evicted = 9,

    /// <summary>The session validator found that the user may not go on.</summary>
    Rejected = 10,
}
