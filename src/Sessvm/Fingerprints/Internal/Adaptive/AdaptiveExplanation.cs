using System.Globalization;

namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>Says in words what a verdict weighed: «TLS and system changed at once; TLS had held for 41 observations».</summary>
internal static class AdaptiveExplanation
{
    /// <summary>The words. Made for what is not accepted only: they cost more than the verdict.</summary>
    public static string Of(in Differences differences, in Weighing weighing, in LearnedHabits learned)
    {
        Trait[] changed = Heaviest(differences, weighing);
        List<string> sentences = [AttributeWords.Differ([.. changed.Select(NameOf)])];
        if (weighing.IsForged)
        {
            sentences.Add("the browser's name changed and its TLS did not");
        }

        if (weighing.Rise != 0 && weighing[Trait.Version] > 0)
        {
            string direction = weighing.Rise < 0 ? "went back" : "rose";
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"the version {direction} by {Math.Abs(weighing.Rise)}"));
        }

        // Of the heaviest two it is told how long they had held: that is what made them heavy.
        foreach (Trait trait in changed.Take(2))
        {
            if (learned[trait].Run is var run and > 0)
            {
                string many = run == Habit.MostRun ? "over a thousand" : run.ToString(CultureInfo.InvariantCulture);
                sentences.Add($"{AttributeWords.Of(NameOf(trait))} had held for {many} observation{(run == 1 ? "" : "s")}");
            }
        }

        return string.Join("; ", sentences);
    }

    private static Trait[] Heaviest(Differences differences, Weighing weighing) =>
    [
        .. Enum.GetValues<Trait>()
            .Where(trait => differences.Differs(trait) || weighing[trait] > 0)
            .Where(trait => trait != Trait.Network || !differences.Differs(Trait.AutonomousSystem))
            .OrderByDescending(trait => weighing[trait])
            .ThenByDescending(trait => trait),
    ];

    private static string NameOf(Trait trait) => FingerprintAttribute.All[(int)trait].Name;
}
