using System.Diagnostics.CodeAnalysis;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>What became of a rotation.</summary>
/// <param name="Reason">Why it was refused; <see cref="SessionReason.None"/> where it was not.</param>
/// <param name="Session">The session, as far as the presented token named one.</param>
/// <param name="Grant">The next pair of tokens.</param>
public sealed record RotateResult(SessionReason Reason, SessionId? Session, SessionGrant? Grant)
{
    /// <summary>Whether the session goes on.</summary>
    [MemberNotNullWhen(true, nameof(Grant))]
    public bool Succeeded => Grant is not null;
}
