using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Revocation;

/// <summary>What is broadcast of an end, a renewal or a hold: refuse the tokens of this session below a generation (R7).</summary>
/// <param name="Session">The session.</param>
/// <param name="RefuseBelow">The first generation that is still good; <see cref="Everything"/> for an end.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Reason">Why the session ended; <see langword="null"/> for a renewal.</param>
public readonly record struct RevocationNotice(SessionId Session, uint RefuseBelow, DateTimeOffset At, EndReason? Reason)
{
    /// <summary>The <see cref="RefuseBelow"/> of an end: no generation is good.</summary>
    public const uint Everything = uint.MaxValue;

    /// <summary>Whether the session is held: what is refused asks for fresh credentials, and nothing has been renewed yet (R4).</summary>
    public bool IsHold { get; init; }

    /// <summary>Whether the session has ended.</summary>
    public bool IsEnd => RefuseBelow == Everything;
}
