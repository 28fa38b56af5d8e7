namespace Sessvm.Fingerprints.Internal;

/// <summary>The primary language. Never required: requests of workers and of background jobs often send none.</summary>
internal sealed class LanguageAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.Language;

    public override AttributeRule Strict { get; } = new() { Weight = 2 };

    public override AttributeRule Relaxed { get; } = new()
    {
        Weight = 2,
        Comparison = AttributeComparison.Lenient,
        WhenFailed = VerdictAction.StepUp,
    };

    protected override bool IsKnown(Fingerprint fingerprint) => !string.IsNullOrEmpty(fingerprint.Language);

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) =>
        string.Equals(stored.Language, seen.Language, StringComparison.OrdinalIgnoreCase);

    protected override AttributeMatch Lenient(Fingerprint stored, Fingerprint seen) =>
        PrimaryOf(stored.Language).Equals(PrimaryOf(seen.Language), StringComparison.OrdinalIgnoreCase) ? AttributeMatch.Hit : AttributeMatch.Miss;

    /// <summary>The language without its region.</summary>
    public static ReadOnlySpan<char> PrimaryOf(ReadOnlySpan<char> language)
    {
        int hyphen = language.IndexOf('-');
        return hyphen < 0 ? language : language[..hyphen];
    }
}
