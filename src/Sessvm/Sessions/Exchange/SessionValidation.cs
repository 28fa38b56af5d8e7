using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>What a validator says: go on as it is, go on with other scopes and claims, or end.</summary>
public sealed record SessionValidation
{
    private SessionValidation()
    {
    }

    /// <summary>Go on.</summary>
    public static SessionValidation Continue { get; } = new();

    /// <summary>End the session as <see cref="EndReason.Rejected"/>.</summary>
    public static SessionValidation End { get; } = new() { Ends = true };

    /// <summary>Whether the session is to end.</summary>
    public bool Ends { get; private init; }

    /// <summary>What the next token is to say; <see langword="null"/> where nothing changes.</summary>
    public SessionChange? Change { get; private init; }

    /// <summary>Go on, with other scopes or claims in the next token.</summary>
    /// <param name="change">What changes.</param>
    public static SessionValidation With(SessionChange change) => new() { Change = change };
}
