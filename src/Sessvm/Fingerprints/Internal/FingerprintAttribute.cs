namespace Sessvm.Fingerprints.Internal;

/// <summary>One attribute of a fingerprint: how two of it are compared, and how each mode treats it.</summary>
internal abstract class FingerprintAttribute
{
    /// <summary>All attributes, in the order of a verdict. A new one is a class and a line here.</summary>
    public static IReadOnlyList<FingerprintAttribute> All { get; } =
    [
        new BrowserAttribute(),
        new VersionAttribute(),
        new SystemAttribute(),
        new LanguageAttribute(),
        new NetworkAttribute(),
        new AutonomousSystemAttribute(),
        new TlsAttribute(),
        new CustomAttribute(),
    ];

    /// <summary>Its name in rules and verdicts.</summary>
    public abstract string Name { get; }

    /// <summary>Its rule in strict mode.</summary>
    public abstract AttributeRule Strict { get; }

    /// <summary>Its rule in relaxed mode.</summary>
    public abstract AttributeRule Relaxed { get; }

    /// <summary>Compares a request with the row under a rule.</summary>
    public AttributeMatch Compare(Fingerprint stored, Fingerprint seen, AttributeRule rule)
    {
        if (!IsKnown(stored))
        {
            return AttributeMatch.Skip;
        }

        if (!IsKnown(seen))
        {
            return rule.Required && rule.Counts ? AttributeMatch.Miss : AttributeMatch.Skip;
        }

        if (!AreComparable(stored, seen))
        {
            return AttributeMatch.Skip;
        }

        return rule.Comparison == AttributeComparison.Lenient
            ? Lenient(stored, seen)
            : Exact(stored, seen);
    }

    /// <summary>Whether a fingerprint says anything of it.</summary>
    protected abstract bool IsKnown(Fingerprint fingerprint);

    /// <summary>Whether two that are known can say anything of each other.</summary>
    protected virtual bool AreComparable(Fingerprint stored, Fingerprint seen) => true;

    /// <summary>Whether two that are known are the same.</summary>
    protected abstract bool AreEqual(Fingerprint stored, Fingerprint seen);

    /// <summary>Compares two that are known, letting pass what happens to honest clients.</summary>
    protected virtual AttributeMatch Lenient(Fingerprint stored, Fingerprint seen) => Exact(stored, seen);

    /// <summary>Compares two that are known.</summary>
    private AttributeMatch Exact(Fingerprint stored, Fingerprint seen) =>
        AreEqual(stored, seen) ? AttributeMatch.Hit : AttributeMatch.Miss;
}
