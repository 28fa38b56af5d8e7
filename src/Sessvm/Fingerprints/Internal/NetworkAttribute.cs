namespace Sessvm.Fingerprints.Internal;

/// <summary>The network prefix. People move: only strict mode minds.</summary>
internal sealed class NetworkAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.Network;

    public override AttributeRule Strict { get; } = new();

    public override AttributeRule Relaxed { get; } = new()
    {
        Comparison = AttributeComparison.Ignored,
        WhenFailed = VerdictAction.Accept,
    };

    protected override bool IsKnown(Fingerprint fingerprint) => !string.IsNullOrEmpty(fingerprint.Network);

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.Network == seen.Network;

    protected override AttributeMatch Lenient(Fingerprint stored, Fingerprint seen) =>
        AreEqual(stored, seen) ? AttributeMatch.Hit : AttributeMatch.Slip;
}
