namespace Sessvm.Stores;

/// <summary>What became of an added row.</summary>
/// <param name="Added">Whether it was added.</param>
/// <param name="Ended">The rows that gave way, as they now are.</param>
/// <param name="Live">Where it was not added: the live rows that fill the limit.</param>
public sealed record AddResult(bool Added, IReadOnlyList<SessionRow> Ended, IReadOnlyList<SessionRow> Live)
{
    /// <summary>Added, and nothing gave way.</summary>
    public static AddResult Plain { get; } = new(true, [], []);
}
