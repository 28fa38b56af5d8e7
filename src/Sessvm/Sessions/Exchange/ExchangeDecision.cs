using Sessvm.Fingerprints;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>What is to be done with a presented token: the answer and its effect, nothing done yet.</summary>
internal readonly record struct ExchangeDecision
{
    /// <summary>What is handed out.</summary>
    public Answer Answer { get; init; }

    /// <summary>Why it is refused, if it is.</summary>
    public SessionReason Reason { get; init; }

    /// <summary>How the session ends, if it does.</summary>
    public EndReason? Ends { get; init; }

    /// <summary>Whether the whole family ends with it.</summary>
    public bool EndsFamily { get; init; }

    /// <summary>Whether every generation is held until a renewal (R4).</summary>
    public bool Holds { get; init; }

    /// <summary>Whether the row moves forward to the token first (R8).</summary>
    public bool Heals { get; init; }

    /// <summary>Whether the successor is stamped anew before it is handed out again (R2).</summary>
    public bool Stamps { get; init; }

    /// <summary>Whether the refusal is worth an event.</summary>
    public bool Notable { get; init; }

    /// <summary>Whether the requester is the one that obtained the current token.</summary>
    public Likeness Likeness { get; init; }

    /// <summary>The policy's verdict; <see langword="null"/> where it was not asked.</summary>
    public Verdict? Verdict { get; init; }
}

/// <summary>What a presented token is answered with.</summary>
internal enum Answer
{
    /// <summary>Nothing: refused.</summary>
    Refuse,

    /// <summary>The same token.</summary>
    Same,

    /// <summary>A new generation.</summary>
    Successor,

    /// <summary>The current generation, once more.</summary>
    Current,
}
