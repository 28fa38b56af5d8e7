using System.Diagnostics.CodeAnalysis;

namespace Sessvm.Sessions;

/// <summary>What became of a renewal.</summary>
/// <param name="Reason">Why it was refused; <see cref="SessionReason.None"/> where it was not.</param>
/// <param name="Grant">What the client is given.</param>
public sealed record RenewResult(SessionReason Reason, SessionGrant? Grant)
{
    /// <summary>Whether the session was renewed.</summary>
    [MemberNotNullWhen(true, nameof(Grant))]
    public bool Succeeded => Grant is not null;
}
