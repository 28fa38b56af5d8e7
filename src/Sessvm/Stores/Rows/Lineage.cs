namespace Sessvm.Stores;

/// <summary>
/// The memory of a session's successive tokens, and all that is needed to mint the current one again, byte for
/// byte (R2).
/// </summary>
/// <param name="Generation">The current generation. The first is 1.</param>
/// <param name="Floor">The generation of the last renewal: tokens below it are refused. 1 where there was none.</param>
/// <param name="RotatedAt">When the current generation became current.</param>
/// <param name="IssuedAt">The issue time in the current token; later than <paramref name="RotatedAt"/> where it was stamped anew (R2).</param>
/// <param name="Lifetime">The lifetime in the current token, in whole seconds.</param>
/// <param name="KeyId">The key that the current token is minted under.</param>
public readonly record struct Lineage(
    uint Generation,
    uint Floor,
    DateTimeOffset RotatedAt,
    DateTimeOffset IssuedAt,
    TimeSpan Lifetime,
    byte KeyId)
{
    /// <summary>When the current token expires.</summary>
    public DateTimeOffset ExpiresAt => IssuedAt + Lifetime;

    /// <summary>Whether a token of the current generation, issued then, is one that this lineage minted.</summary>
    /// <param name="issuedAt">The issue time in the token.</param>
    public bool Issued(DateTimeOffset issuedAt) => issuedAt >= RotatedAt && issuedAt <= IssuedAt;
}
