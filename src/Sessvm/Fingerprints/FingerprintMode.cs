namespace Sessvm.Fingerprints;

/// <summary>The policies that come with rules of their own. <see cref="FingerprintPolicy"/> holds the tables.</summary>
public enum FingerprintMode
{
    /// <summary>Every known attribute exact; any miss is refused.</summary>
    Strict,

    /// <summary>A browser may update, a language may vary in region, a network may change.</summary>
    Relaxed,

    /// <summary>Learns which attributes of a session stay put, and minds a change of those.</summary>
    Adaptive,
}
