namespace Sessvm.Fingerprints.Internal;

/// <summary>The autonomous system. From home to the train is another one: only strict mode minds.</summary>
internal sealed class AutonomousSystemAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.AutonomousSystem;

    public override AttributeRule Strict { get; } = new();

    public override AttributeRule Relaxed { get; } = new()
    {
        Weight = 0,
        Comparison = AttributeComparison.Lenient,
        WhenFailed = VerdictAction.Accept,
    };

    protected override bool IsKnown(Fingerprint fingerprint) => fingerprint.AutonomousSystem is not null;

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.AutonomousSystem == seen.AutonomousSystem;

    protected override AttributeMatch Lenient(Fingerprint stored, Fingerprint seen) =>
        AreEqual(stored, seen) ? AttributeMatch.Hit : AttributeMatch.Slip;
}
