using System.Diagnostics.CodeAnalysis;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>What became of a start.</summary>
/// <param name="Reason">Why it was refused: <see cref="SessionReason.TooManySessions"/>, or for a child <see cref="SessionReason.SessionNotFound"/>, <see cref="SessionReason.SessionNotActive"/>, <see cref="SessionReason.SessionExpired"/>, <see cref="SessionReason.SessionIdle"/>.</param>
/// <param name="Grant">What the client is given.</param>
/// <param name="Live">Where the cap refuses: the sessions that fill it, so that the user can be asked which is to go.</param>
public sealed record StartResult(SessionReason Reason, SessionGrant? Grant, IReadOnlyList<SessionRow> Live)
{
    /// <summary>Whether the session was started.</summary>
    [MemberNotNullWhen(true, nameof(Grant))]
    public bool Succeeded => Grant is not null;
}
