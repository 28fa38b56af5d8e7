namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>The attributes, by their place in <see cref="FingerprintAttribute.All"/>. The numbers are stored: they never change.</summary>
internal enum Trait
{
    Browser = 0,
    Version = 1,
    System = 2,
    Language = 3,
    Network = 4,
    AutonomousSystem = 5,
    Tls = 6,
    Custom = 7,
}
