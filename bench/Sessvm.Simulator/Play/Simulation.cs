using Sessvm.Simulator.Populations;
using Sessvm.Simulator.Thefts;
using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Play;

/// <summary>Plays every population against every policy: the same lives and thefts for each.</summary>
internal static class Simulation
{
    /// <summary>Plays all of it, one population after the other.</summary>
    /// <param name="settings">How much is played.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="progress">Told of each population that is done.</param>
    public static Outcomes Play(Settings settings, IReadOnlyList<PlayedPolicy> policies, Action<Population>? progress = null)
    {
        List<Outcome> outcomes = [];
        var world = new Chance((ulong)settings.Seed);
        for (int number = 0; number < Population.All.Count; number++)
        {
            Population population = Population.All[number];
            Outcome outcome = new(population, [.. policies.Select(static _ => new Tally())]);
            for (int person = 0; person < settings.Users; person++)
            {
                Live(outcome, policies, settings, world.Part(number).Part(person));
            }

            outcomes.Add(outcome);
            progress?.Invoke(population);
        }

        return new Outcomes(outcomes);
    }

    private static void Live(Outcome outcome, IReadOnlyList<PlayedPolicy> policies, Settings settings, Chance chance)
    {
        var diary = new Diary(settings.Days, chance);
        outcome.Population.Live(diary);
        Sight[] sights = [.. diary.Close().Select(sight => sight with { Fingerprint = settings.Known(sight.Fingerprint) })];
        ILookup<int, TheftMoment> thefts = TheftMoments.Of(sights, chance.Part(1_000_000));
        for (int i = 0; i < policies.Count; i++)
        {
            outcome.Tallies[i].UserYears += settings.Days / 365.0;
            new Player(policies[i], sights, settings, outcome.Tallies[i]).Play(thefts);
        }
    }
}
