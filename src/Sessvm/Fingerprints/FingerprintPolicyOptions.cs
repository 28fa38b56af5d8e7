namespace Sessvm.Fingerprints;

/// <summary>What a policy is made of. Checked by <see cref="FingerprintPolicy.Create"/>.</summary>
public sealed record FingerprintPolicyOptions
{
    /// <summary>Whose rules hold where <see cref="Rules"/> has none.</summary>
    /// <value><see cref="FingerprintMode.Relaxed"/> by default.</value>
    public FingerprintMode Mode { get; init; } = FingerprintMode.Relaxed;

    /// <summary>
    /// How many points must match where every attribute is known. The weight of a skipped attribute is taken off what is
    /// needed, so that silence alone fails nobody.
    /// </summary>
    /// <value>
    /// By default all points in strict mode, and those of the required attributes in relaxed mode; else 0 to the weight of
    /// all attributes that are not ignored.
    /// </value>
    public int? Min { get; init; }

    /// <summary>Rules by attribute (<see cref="AttributeNames"/>), each in place of the mode's own.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, AttributeRule> Rules { get; init; } = new Dictionary<string, AttributeRule>();
}
