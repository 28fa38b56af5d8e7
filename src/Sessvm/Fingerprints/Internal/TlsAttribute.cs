namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// The TLS of the connection, in its comparable form. Never required: not every path to the server tells it. A difference
/// alone asks for a step-up (R4), since what stands between the client and the server may change it.
/// </summary>
internal sealed class TlsAttribute : FingerprintAttribute
{
    public override string Name => AttributeNames.Tls;

    public override AttributeRule Strict { get; } = new() { Weight = 2 };

    public override AttributeRule Relaxed { get; } = new() { Weight = 0, WhenFailed = VerdictAction.StepUp };

    /// <summary>Whether two are known to be of different clients.</summary>
    /// <remarks>The first character tells what a form was made of: what comes from different sources says nothing of each other.</remarks>
    public static bool Differ(string? one, string? other) =>
        one is { Length: > 0 } && other is { Length: > 0 } && one[0] == other[0] && one != other;

    protected override bool IsKnown(Fingerprint fingerprint) => !string.IsNullOrEmpty(fingerprint.Tls);

    protected override bool AreComparable(Fingerprint stored, Fingerprint seen) => stored.Tls![0] == seen.Tls![0];

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.Tls == seen.Tls;
}
