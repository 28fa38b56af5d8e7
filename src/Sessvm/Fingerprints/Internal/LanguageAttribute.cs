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
        Primary(stored).Equals(Primary(seen), StringComparison.OrdinalIgnoreCase) ? AttributeMatch.Hit : AttributeMatch.Miss;

    private static ReadOnlySpan<char> Primary(Fingerprint fingerprint)
    {
        ReadOnlySpan<char> language = fingerprint.Language;
        int hyphen = language.IndexOf('-');
        return hyphen < 0 ? language : language[..hyphen];
    }
}
