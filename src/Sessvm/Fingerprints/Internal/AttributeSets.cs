namespace Sessvm.Fingerprints.Internal;

/// <summary>The names of each set of attributes, made once: verdicts are many, sets are few.</summary>
internal static class AttributeSets
{
    private static readonly string[][] Sets =
    [
        .. Enumerable.Range(0, 1 << FingerprintAttribute.All.Count)
            .Select(set => FingerprintAttribute.All.Where((_, i) => (set & (1 << i)) != 0).Select(one => one.Name).ToArray()),
    ];

    /// <summary>How many sets there are.</summary>
    public static int Count => Sets.Length;

    /// <summary>The names of a set.</summary>
    /// <param name="set">A bit for each attribute, in the order of <see cref="FingerprintAttribute.All"/>.</param>
    public static IReadOnlyList<string> Names(int set) => Sets[set];
}
