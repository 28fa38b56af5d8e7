using Sessvm.Fingerprints;

namespace Sessvm.Fuzz.Targets;

/// <summary>What a row keeps of the adaptive policy's lessons: whatever it is, the policy judges by it, and learns on.</summary>
internal sealed class HabitsTarget() : FuzzTarget("habits", fixedBytes: 32_768, bytesEach: 64)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Fingerprint Stored = new(new Agent("Chrome", 155, "Windows"), "en-GB", "203.0.113.0/24", "h131513_8daaf6152771_6c2a1f3b9d04") { AutonomousSystem = 64_500 };
    private static readonly Fingerprint Seen = new(new Agent("Chrome", 156, "Windows"), "de", "198.51.100.0/24", "h131513_8daaf6152771_aaaaaaaaaaaa") { AutonomousSystem = 64_501 };

    public override IEnumerable<byte[]> Seeds()
    {
        Habits habits = Habits.None;
        for (int day = 0; day < 100; day++)
        {
            Fingerprint seen = (day % 7) < 5 ? Stored : Seen;
            habits = FingerprintPolicy.Adaptive.Learn(habits, Stored, seen, Now.AddDays(day - 100));
            if (day is 0 or 10 or 99)
            {
                yield return habits.Bytes.ToArray();
            }
        }
    }

    protected override void Read(byte[] input)
    {
        Habits habits = Habits.Of(input.AsSpan(0, Math.Min(input.Length, Habits.MaxSize)));
        FingerprintPolicy policy = FingerprintPolicy.Adaptive;
        foreach (Fingerprint seen in (ReadOnlySpan<Fingerprint>)[Stored, Seen, Fingerprint.Unknown])
        {
            Verdict verdict = policy.Judge(Stored, habits, seen, Now);
            Require(verdict.Action == VerdictAction.Accept || !ReferenceEquals(seen, Stored), "who has not changed is bothered");
            foreach (Habits next in (ReadOnlySpan<Habits>)[policy.Learn(habits, Stored, seen, Now), policy.Confirm(habits, Stored, seen, Now), policy.Seed(habits, [habits, Habits.None], Now)])
            {
                policy.Judge(Stored, next, seen, Now.AddDays(400));
            }
        }
    }
}
