namespace Sessvm.Fingerprints.Internal;

/// <summary>The attributes as an operator calls them.</summary>
internal static class AttributeWords
{
    /// <summary>One attribute.</summary>
    /// <param name="name">Its name in verdicts.</param>
    public static string Of(string name) => name switch
    {
        AttributeNames.AutonomousSystem => "autonomous system",
        AttributeNames.Tls => "TLS",
        AttributeNames.Custom => "custom attribute",
        _ => name,
    };

    /// <summary>Several that differ: «browser, version and system changed at once».</summary>
    /// <param name="names">Their names in verdicts.</param>
    public static string Differ(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => Of(names[0]) + " changed",
        _ => $"{string.Join(", ", names.Take(names.Count - 1).Select(Of))} and {Of(names[^1])} changed at once",
    };
}
