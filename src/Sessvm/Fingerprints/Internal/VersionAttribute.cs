namespace Sessvm.Fingerprints.Internal;

/// <summary>The browser's major version. It is a version of that browser: with another browser it never agrees.</summary>
internal sealed class VersionAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.Version;

    public override AttributeRule Strict { get; } = new() { Required = true };

    public override AttributeRule Relaxed { get; } = new()
    {
        Comparison = AttributeComparison.Lenient,
        WhenFailed = VerdictAction.StepUp,
    };

    protected override bool IsKnown(Fingerprint fingerprint) => fingerprint.Agent.Version > 0;

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) =>
        stored.Agent.Version == seen.Agent.Version && stored.Agent.Browser == seen.Agent.Browser;

    protected override AttributeMatch Lenient(Fingerprint stored, Fingerprint seen)
    {
        if (stored.Agent.Browser != seen.Agent.Browser)
        {
            return AttributeMatch.Miss;
        }

        return (stored.Agent.Version - seen.Agent.Version) switch
        {
            <= 0 => AttributeMatch.Hit,
            1 => AttributeMatch.Slip, // an update taken back, or a rollout that reached one process before another
            _ => AttributeMatch.Miss,
        };
    }
}
