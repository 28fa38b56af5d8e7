namespace Sessvm.Fingerprints;

/// <summary>How a policy treats one attribute.</summary>
public sealed record AttributeRule
{
    /// <summary>How many points a hit earns.</summary>
    /// <value>1 by default; 0 to 1,000.</value>
    public int Weight { get; init; } = 1;

    /// <summary>Whether a request must tell what the row knows: silence is then a miss, and not skipped.</summary>
    /// <value><see langword="false"/> by default. Without effect where the attribute is ignored.</value>
    public bool Required { get; init; }

    /// <summary>How the two sides are compared.</summary>
    /// <value><see cref="AttributeComparison.Exact"/> by default.</value>
    public AttributeComparison Comparison { get; init; } = AttributeComparison.Exact;

    /// <summary>What a miss alone asks for.</summary>
    /// <value><see cref="VerdictAction.Refuse"/> by default.</value>
    public VerdictAction WhenFailed { get; init; } = VerdictAction.Refuse;

    /// <summary>Whether the attribute counts: for points and for what is done.</summary>
    internal bool Counts => Comparison != AttributeComparison.Ignored;

    /// <summary>Checks every value.</summary>
    /// <param name="attribute">The attribute, for the message.</param>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    internal void Validate(string attribute)
    {
        const int Most = 1000;
        string key = $"Sessvm:Fingerprint:Rules:{attribute}";
        if (Weight is < 0 or > Most)
        {
            throw new ArgumentException($"{key}:Weight is {Weight}; allowed is 0 to {Most}.", nameof(Weight));
        }

        if (!Enum.IsDefined(Comparison))
        {
            throw new ArgumentException($"{key}:Comparison is {Comparison}; allowed is Exact, Lenient, Ignored.", nameof(Comparison));
        }

        if (!Enum.IsDefined(WhenFailed))
        {
            throw new ArgumentException($"{key}:WhenFailed is {WhenFailed}; allowed is Accept, StepUp, Refuse, End.", nameof(WhenFailed));
        }
    }
}
