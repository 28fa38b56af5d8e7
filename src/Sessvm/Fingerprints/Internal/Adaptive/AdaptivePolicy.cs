namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>The policy that learns: weighs what differs by how it behaved before, and asks at so many points for so much.</summary>
internal sealed class AdaptivePolicy : FingerprintPolicy
{
    private readonly Verdict?[] _agreed = new Verdict?[AttributeSets.Count]; // where nothing differs, the set that agrees says all
    private readonly AdaptivePolicyOptions _options;

    public AdaptivePolicy(AdaptivePolicyOptions options)
        : base("adaptive")
    {
        options.Validate();
        _options = options;
    }

    public override bool Learns => true;

    public static new FingerprintPolicy Create(FingerprintPolicyOptions options) => options is { Min: null, Rules.Count: 0 }
        ? Adaptive
        : throw new ArgumentException(
            "Sessvm:Fingerprint:Mode is Adaptive, which has no Min and no Rules: it finds its own weights. Set what it asks for with FingerprintPolicy.CreateAdaptive, or leave an attribute out with FingerprintOptions.",
            nameof(options));

    public override Verdict Judge(Fingerprint stored, Fingerprint seen) => Judge(stored, Habits.None, seen, DateTimeOffset.UnixEpoch);

    public override Verdict Judge(Fingerprint stored, Habits habits, Fingerprint seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(habits);
        ArgumentNullException.ThrowIfNull(seen);
        Differences differences = Differences.Of(stored, seen);
        if (differences.Failed == 0 && differences.RiseOf(stored, seen) == 0)
        {
            return _agreed[differences.Matched] ??= Tell(differences, 0, null);
        }

        LearnedHabits learned = LearnedHabits.Open(habits, now);
        Weighing weighing = Weighing.Of(differences, learned, stored, seen);
        return Tell(differences, weighing.Total, ActionAt(weighing.Total) == VerdictAction.Accept ? null : AdaptiveExplanation.Of(differences, weighing, learned));
    }

    public override Habits Learn(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now) =>
        Lessons.Observe(habits, stored, seen, now, Lessons.Seen);

    public override Habits Confirm(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now) =>
        Lessons.Observe(habits, stored, seen, now, Lessons.Proven);

    public override Habits Seed(Habits habits, IReadOnlyList<Habits> siblings, DateTimeOffset now) => Seeding.Of(habits, siblings, now);

    private VerdictAction ActionAt(int points) =>
        points >= _options.EndAt ? VerdictAction.End
        : points >= _options.RefuseAt ? VerdictAction.Refuse
        : points >= _options.StepUpAt ? VerdictAction.StepUp
        : VerdictAction.Accept;

    private Verdict Tell(in Differences differences, int points, string? explanation)
    {
        Verdict verdict = new()
        {
            Mode = Mode,
            Action = ActionAt(points),
            Matched = AttributeSets.Names(differences.Matched),
            Failed = AttributeSets.Names(differences.Failed),
            Skipped = AttributeSets.Names(differences.Skipped),
            Score = Math.Max(_options.RefuseAt - points, 0),
            Need = _options.RefuseAt - _options.StepUpAt + 1,
        };
        return explanation is null ? verdict : verdict with { Explanation = explanation };
    }
}
