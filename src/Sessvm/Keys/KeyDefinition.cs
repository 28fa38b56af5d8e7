namespace Sessvm.Keys;

/// <summary>One secret of a <see cref="KeyRing"/>, as it is configured.</summary>
/// <param name="Id">The key's id, which every token names. Unique in a ring; never used again for another secret while tokens of the old one live.</param>
/// <param name="Secret">The secret. Its UTF-8 bytes are the key material: at least 32 of them, and not plainly repetitive.</param>
/// <param name="NotBefore">When the key begins to sign; <see langword="null"/> for at once. It verifies before that, since another node's clock may be ahead.</param>
/// <param name="RetireAfter">The last instant at which the key signs or verifies; <see langword="null"/> for no end.</param>
public sealed record KeyDefinition(byte Id, string Secret, DateTimeOffset? NotBefore = null, DateTimeOffset? RetireAfter = null)
{
    /// <summary>Names the key by its id, never its secret (R9).</summary>
    public override string ToString() => $"{nameof(KeyDefinition)} {Id}";
}
