namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// A policy over attributes of which some are switched off: what a row still knows of them is not compared. Else the silence
/// that a switch brings about would be a miss, and sign out everybody who had signed in before it was set.
/// </summary>
internal sealed class SwitchedPolicy : FingerprintPolicy
{
    private readonly FingerprintPolicy _inner;
    private readonly FingerprintOptions _options;

    private SwitchedPolicy(FingerprintPolicy inner, FingerprintOptions options)
        : base(inner.Mode)
    {
        _inner = inner;
        _options = options;
    }

    /// <summary>The policy itself where nothing is switched off.</summary>
    public static FingerprintPolicy Of(FingerprintPolicy policy, FingerprintOptions options) =>
        options is { Browser: true, Version: true, System: true, Language: true, Network: true, AutonomousSystem: true, Tls: true }
            ? policy
            : new SwitchedPolicy(policy, options);

    public override bool Learns => _inner.Learns;

    public override Verdict Judge(Fingerprint stored, Fingerprint seen) => _inner.Judge(Reduce(stored), seen);

    public override Verdict Judge(Fingerprint stored, Habits habits, Fingerprint seen, DateTimeOffset now) =>
        _inner.Judge(Reduce(stored), habits, seen, now);

    public override Habits Learn(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now) =>
        _inner.Learn(habits, Reduce(stored), seen, now);

    public override Habits Confirm(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now) =>
        _inner.Confirm(habits, Reduce(stored), seen, now);

    public override Habits Seed(Habits habits, IReadOnlyList<Habits> siblings, DateTimeOffset now) =>
        _inner.Seed(habits, siblings, now);

    private Fingerprint Reduce(Fingerprint stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored with
        {
            Agent = _options.Reduce(stored.Agent),
            Language = _options.Language ? stored.Language : null,
            Network = _options.Network ? stored.Network : null,
            AutonomousSystem = _options.AutonomousSystem ? stored.AutonomousSystem : null,
            Tls = _options.Tls ? stored.Tls : null,
        };
    }
}
