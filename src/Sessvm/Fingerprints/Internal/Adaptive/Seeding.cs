namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>
/// What a new session takes over from its subject's others: where the person is, which languages they read, and how often
/// both change. Not browser, system and TLS: those belong to a machine.
/// </summary>
internal static class Seeding
{
    /// <summary>How well a value that was taken over is known at most: some weeks, if it is not seen.</summary>
    private const int MostStrength = 6;

    /// <summary>As how many observations of its own all that the siblings saw counts at most.</summary>
    private const int MostEvidence = 8 * Habit.One;

    private static readonly Trait[] Personal = [Trait.Language, Trait.Network, Trait.AutonomousSystem];

    /// <summary>The habits of the new session with those of its siblings.</summary>
    public static Habits Of(Habits habits, IReadOnlyList<Habits> siblings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(habits);
        ArgumentNullException.ThrowIfNull(siblings);
        LearnedHabits learned = LearnedHabits.Open(habits, now);
        Span<long> held = stackalloc long[Personal.Length];
        Span<long> moved = stackalloc long[Personal.Length];
        foreach (Habits one in siblings)
        {
            LearnedHabits sibling = LearnedHabits.Open(one, now);
            for (int i = 0; i < Personal.Length; i++)
            {
                held[i] += sibling[Personal[i]].Held;
                moved[i] += sibling[Personal[i]].Moved;
                learned.TakeOver(sibling, Personal[i], MostStrength);
            }
        }

        for (int i = 0; i < Personal.Length; i++)
        {
            long all = held[i] + moved[i];
            if (all == 0)
            {
                continue;
            }

            long kept = Math.Min(all, MostEvidence);
            Habit own = learned[Personal[i]];
            learned.Set(Personal[i], own with
            {
                Held = Math.Min(own.Held + (int)(held[i] * kept / all), Habit.MostHeld),
                Moved = Math.Min(own.Moved + (int)(moved[i] * kept / all), Habit.MostMoved),
            });
        }

        return learned.Close();
    }
}
