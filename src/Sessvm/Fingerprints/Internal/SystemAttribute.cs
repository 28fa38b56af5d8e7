namespace Sessvm.Fingerprints.Internal;

/// <summary>The operating system.</summary>
internal sealed class SystemAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.System;

    public override AttributeRule Strict { get; } = new() { Weight = 3, Required = true };

    public override AttributeRule Relaxed => Strict;

    protected override bool IsKnown(Fingerprint fingerprint) => fingerprint.Agent.System != SystemFamily.Unknown;

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.Agent.System == seen.Agent.System;
}
