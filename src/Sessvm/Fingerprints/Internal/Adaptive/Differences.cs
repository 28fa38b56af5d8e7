namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>Which attributes of a request agree with the row's, which differ and which say nothing: a bit for each <see cref="Trait"/>.</summary>
internal readonly record struct Differences(int Matched, int Failed, int Skipped)
{
    /// <summary>Compares, letting pass what the relaxed mode does: a version that rises, a region, a network within its autonomous system.</summary>
    public static Differences Of(Fingerprint stored, Fingerprint seen)
    {
        int matched = 0;
        int failed = 0;
        int skipped = 0;
        for (int i = 0; i < FingerprintAttribute.All.Count; i++)
        {
            FingerprintAttribute attribute = FingerprintAttribute.All[i];
            switch (attribute.Compare(stored, seen, attribute.Relaxed))
            {
                case AttributeMatch.Hit:
                    matched |= 1 << i;
                    break;
                case AttributeMatch.Skip:
                    skipped |= 1 << i;
                    break;
                default:
                    failed |= 1 << i;
                    break;
            }
        }

        return new(matched, failed, skipped);
    }

    /// <summary>Whether an attribute agrees.</summary>
    public bool Agrees(Trait trait) => (Matched & (1 << (int)trait)) != 0;

    /// <summary>Whether an attribute differs.</summary>
    public bool Differs(Trait trait) => (Failed & (1 << (int)trait)) != 0;

    /// <summary>By how many versions the same browser rose; below zero where it went back.</summary>
    public int RiseOf(Fingerprint stored, Fingerprint seen) =>
        stored.Agent.Browser == seen.Agent.Browser && stored.Agent.Version > 0 && seen.Agent.Version > 0
            ? seen.Agent.Version - stored.Agent.Version
            : 0;
}
