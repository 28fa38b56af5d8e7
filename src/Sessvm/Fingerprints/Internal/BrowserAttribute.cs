namespace Sessvm.Fingerprints.Internal;

/// <summary>The browser's family.</summary>
internal sealed class BrowserAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.Browser;

    public override AttributeRule Strict { get; } = new() { Weight = 4, Required = true };

    public override AttributeRule Relaxed => Strict;

    protected override bool IsKnown(Fingerprint fingerprint) => fingerprint.Agent.Browser != BrowserFamily.Unknown;

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.Agent.Browser == seen.Agent.Browser;
}
