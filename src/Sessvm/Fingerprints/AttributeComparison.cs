namespace Sessvm.Fingerprints;

/// <summary>How an attribute of a request is compared with that of the row.</summary>
public enum AttributeComparison
{
    /// <summary>Both must be the same.</summary>
    Exact,

    /// <summary>
    /// What happens to honest clients is let pass: a version may rise, a language may vary in region, a network or an autonomous system may change.
    /// For the browser and the system the same as <see cref="Exact"/>.
    /// </summary>
    Lenient,

    /// <summary>The difference is reported in the verdict and changes nothing.</summary>
    Ignored,
}
