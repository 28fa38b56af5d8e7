using System.Numerics;

namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>What one accepted request teaches of its session.</summary>
internal static class Lessons
{
    /// <summary>How well a value is known after it was seen once.</summary>
    public const int Seen = 1;

    /// <summary>How well a value is known after it came with fresh credentials.</summary>
    public const int Proven = 4;

    /// <summary>A move that an update of the browser explains.</summary>
    private const int Explained = Habit.One / 4;

    /// <summary>The habits after one more observation.</summary>
    /// <param name="habits">Those before.</param>
    /// <param name="stored">The fingerprint of the row, before this request.</param>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="strength">How well the values of the request are known by it.</param>
    public static Habits Observe(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now, int strength)
    {
        ArgumentNullException.ThrowIfNull(habits);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(seen);
        LearnedHabits learned = LearnedHabits.Open(habits, now);
        Differences differences = Differences.Of(stored, seen);
        bool updated = differences.RiseOf(stored, seen) > 0;
        bool within = stored.AutonomousSystem is not null && seen.AutonomousSystem is not null;
        foreach (Trait trait in (ReadOnlySpan<Trait>)[Trait.Browser, Trait.Version, Trait.System, Trait.Language, Trait.Network, Trait.AutonomousSystem, Trait.Tls, Trait.Custom])
        {
            if (trait == Trait.Network && within)
            {
                continue; // the autonomous system says it better
            }

            if (differences.Differs(trait))
            {
                learned.Move(trait, trait == Trait.Tls && updated ? Explained : Habit.One);
                Know(ref learned, trait, stored, Seen, always: false);
                Know(ref learned, trait, seen, strength, always: true);
            }
            else if (differences.Agrees(trait))
            {
                learned.Hold(trait);

                // Known the better the longer it holds: by one each time that the run doubles.
                Know(ref learned, trait, seen, strength, always: strength > Seen || BitOperations.IsPow2(learned[trait].Run));
            }
        }

        return learned.Close();
    }

    private static void Know(ref LearnedHabits learned, Trait trait, Fingerprint fingerprint, int strength, bool always)
    {
        // A browser is known together with its system, and a version is never an alternative to another.
        if (trait is Trait.Browser or Trait.Version || ValueSum.Of(trait, fingerprint) is not { } sum)
        {
            return;
        }

        if (always || !learned.Knows(trait, sum))
        {
            learned.Know(trait, sum, strength);
        }
    }
}
