using System.Diagnostics.CodeAnalysis;

namespace Sessvm.Client;

/// <summary>What a sign-in, an exchange, a rotation or a sign-out came to. Holds no token.</summary>
public sealed record SessionResult
{
    private SessionResult()
    {
    }

    /// <summary>Whether it succeeded.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>Whether there is a new token; false where the old one is still good.</summary>
    public bool Refreshed { get; private init; }

    /// <summary>The public name of the session, <c>S1.…</c>, where the server told it.</summary>
    public string? Session { get; private init; }

    /// <summary>Why it did not; null where it did.</summary>
    public Refusal? Refusal { get; private init; }

    internal static SessionResult Success(bool refreshed, string? session) => new() { Refreshed = refreshed, Session = session };

    internal static SessionResult Refused(Refusal refusal) => new() { Refusal = refusal };

    internal static SessionResult Refused(RefusalReason reason) => Refused(Client.Refusal.Of(reason));
}
