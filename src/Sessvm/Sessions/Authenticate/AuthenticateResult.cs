using System.Diagnostics.CodeAnalysis;

namespace Sessvm.Sessions;

/// <summary>What a token says of the request it came with.</summary>
/// <param name="Reason">Why it is refused; <see cref="SessionReason.None"/> where it is not.</param>
/// <param name="Session">The session.</param>
public readonly record struct AuthenticateResult(SessionReason Reason, AuthenticatedSession? Session)
{
    /// <summary>Whether the request is signed in.</summary>
    [MemberNotNullWhen(true, nameof(Session))]
    public bool Succeeded => Session is not null;

    internal static AuthenticateResult Refused(SessionReason reason) => new(reason, null);
}
