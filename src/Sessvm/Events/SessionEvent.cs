using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Events;

/// <summary>Something that happened to a session. Holds no token, key, raw agent or full address (R9).</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
public abstract record SessionEvent(DateTimeOffset At, SessionId Session, string Subject);

/// <summary>A session was started.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Family">Its family; the session itself for a root.</param>
/// <param name="Agent">The browser and system it was started from.</param>
public sealed record SessionStarted(DateTimeOffset At, SessionId Session, string Subject, SessionId Family, Agent Agent)
    : SessionEvent(At, Session, Subject);

/// <summary>An expired or due token was exchanged for its successor, or the successor was handed out once more.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Generation">The generation that was handed out.</param>
/// <param name="Repeated">Whether that generation was current already (R2).</param>
public sealed record SessionExchanged(DateTimeOffset At, SessionId Session, string Subject, uint Generation, bool Repeated)
    : SessionEvent(At, Session, Subject);

/// <summary>An exchange or a rotation was accepted from a browser or system that reads otherwise than before: most often an update.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Before">The browser and system that the row remembered.</param>
/// <param name="Now">The ones that it remembers now.</param>
public sealed record SessionAgentChanged(DateTimeOffset At, SessionId Session, string Subject, Agent Before, Agent Now)
    : SessionEvent(At, Session, Subject);

/// <summary>A refresh token was rotated.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Generation">The refresh generation that was handed out.</param>
/// <param name="Repeated">Whether that generation was current already (R2).</param>
public sealed record SessionRotated(DateTimeOffset At, SessionId Session, string Subject, uint Generation, bool Repeated)
    : SessionEvent(At, Session, Subject);

/// <summary>A session was renewed: every earlier token is refused.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Generation">The new generation, which is also the new floor.</param>
public sealed record SessionRenewed(DateTimeOffset At, SessionId Session, string Subject, uint Generation)
    : SessionEvent(At, Session, Subject);

/// <summary>A session ended. Emitted once for each session.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Reason">Why.</param>
public sealed record SessionEnded(DateTimeOffset At, SessionId Session, string Subject, EndReason Reason)
    : SessionEvent(At, Session, Subject);

/// <summary>A copy of a token was presented; its family has ended (R4). Emitted once.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Presented">The generation that was presented.</param>
/// <param name="Current">The generation that was current.</param>
/// <param name="Age">How long ago the presented token was issued.</param>
/// <param name="SameDevice">Whether the device id agreed.</param>
/// <param name="Likeness">Whether the requester is the one that obtained the successor.</param>
/// <param name="Verdict">What the fingerprint policy says of the request.</param>
public sealed record ReplayDetected(
    DateTimeOffset At, SessionId Session, string Subject, uint Presented, uint Current, TimeSpan Age, bool SameDevice, Likeness Likeness, Verdict Verdict)
    : SessionEvent(At, Session, Subject);

/// <summary>A row that had fallen behind its tokens was moved forward (R8), or an end that a store had lost was written again (R5).</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="From">The generation of the row.</param>
/// <param name="To">The generation it was moved to.</param>
public sealed record SessionHealed(DateTimeOffset At, SessionId Session, string Subject, uint From, uint To)
    : SessionEvent(At, Session, Subject);

/// <summary>A request was refused: another device, a missing or wrong proof, a policy's verdict, or a step-up that is due.</summary>
/// <param name="At">When.</param>
/// <param name="Session">The session.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Reason">Why.</param>
/// <param name="Verdict">The policy's verdict; <see langword="null"/> where it was not asked.</param>
public sealed record SessionRefused(DateTimeOffset At, SessionId Session, string Subject, SessionReason Reason, Verdict? Verdict)
    : SessionEvent(At, Session, Subject);
