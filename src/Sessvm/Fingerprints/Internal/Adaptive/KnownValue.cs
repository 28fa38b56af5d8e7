namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>A value that an attribute is known to take: home or the office, the proxy's TLS or the browser's own.</summary>
/// <param name="Trait">The attribute.</param>
/// <param name="Strength">How well it is known: 1 to 31. Grows with the logarithm of how often it was seen, and loses one a week.</param>
/// <param name="Sum">The checksum of the value (<see cref="ValueSum"/>).</param>
internal readonly record struct KnownValue(Trait Trait, int Strength, uint Sum)
{
    public const int MostStrength = 31;
}
