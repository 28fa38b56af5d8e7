namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// The network prefix. People move: only strict mode minds. Who is known to have moved within one autonomous system, as a
/// phone does in its carrier, has not even moved.
/// </summary>
internal sealed class NetworkAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.Network;

    public override AttributeRule Strict { get; } = new();

    public override AttributeRule Relaxed { get; } = new()
    {
        Weight = 0,
        Comparison = AttributeComparison.Lenient,
        WhenFailed = VerdictAction.Accept,
    };

    protected override bool IsKnown(Fingerprint fingerprint) => !string.IsNullOrEmpty(fingerprint.Network);

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.Network == seen.Network;

    protected override AttributeMatch Lenient(Fingerprint stored, Fingerprint seen) =>
        AreEqual(stored, seen) || (stored.AutonomousSystem is { } system && system == seen.AutonomousSystem)
            ? AttributeMatch.Hit
            : AttributeMatch.Slip;
}
