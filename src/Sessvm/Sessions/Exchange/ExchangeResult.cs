using System.Diagnostics.CodeAnalysis;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>What became of an exchange.</summary>
public sealed record ExchangeResult
{
    /// <summary>Why it was refused; <see cref="SessionReason.None"/> where it was not.</summary>
    public SessionReason Reason { get; init; }

    /// <summary>Whether the session goes on.</summary>
    [MemberNotNullWhen(true, nameof(Row), nameof(AccessToken))]
    public bool Succeeded => Reason == SessionReason.None;

    /// <summary>Whether <see cref="AccessToken"/> is another than the one presented. Where not, no cookie is set (R2).</summary>
    public bool Refreshed { get; init; }

    /// <summary>The token that is good now.</summary>
    public TokenText? AccessToken { get; init; }

    /// <summary>The session, as far as the presented token named one.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The row as it now is.</summary>
    public SessionRow? Row { get; init; }
}
