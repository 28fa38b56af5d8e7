using Sessvm.Simulator.Play;
using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Thefts;

/// <summary>Chooses when tokens are copied: by the owner's life alone, so that every policy meets the same thefts.</summary>
internal static class TheftMoments
{
    private const int SettledOnes = 4;
    private const int FreshOnes = 2;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    /// <summary>The moments, by the sight after which they come. Sessions are taken to live as long as their deadlines let them.</summary>
    public static ILookup<int, TheftMoment> Of(IReadOnlyList<Sight> sights, Chance chance)
    {
        Dictionary<int, History> sessions = [];
        List<TheftMoment> settled = [];
        List<TheftMoment> fresh = [];
        for (int i = 0; i < sights.Count; i++)
        {
            Sight sight = sights[i];
            if (!sessions.TryGetValue(sight.Browser, out History? history) || !Deadlines.Live(history.Started, history.Last, sight.At))
            {
                sessions[sight.Browser] = history = new History(sight);
            }

            history.See(sight);
            TimeSpan age = sight.At - history.Started;
            if (age >= Week && history.Count >= 20)
            {
                settled.Add(new TheftMoment(i, IsSettled: true, history.Settled, chance.Part(i)));
            }
            else if (age <= TwoHours)
            {
                fresh.Add(new TheftMoment(i, IsSettled: false, Settled.None, chance.Part(i)));
            }
        }

        return Some(settled, SettledOnes, chance.Part(-1)).Concat(Some(fresh, FreshOnes, chance.Part(-2))).ToLookup(static moment => moment.Sight);
    }

    private static IEnumerable<TheftMoment> Some(List<TheftMoment> of, int count, Chance chance)
    {
        for (; count > 0 && of.Count > 0; count--)
        {
            int place = chance.Below(of.Count);
            yield return of[place];
            of.RemoveAt(place);
        }
    }

    private sealed class History(Sight first)
    {
        public DateTimeOffset Started => first.At;

        public DateTimeOffset Last { get; private set; } = first.At;

        public int Count { get; private set; }

        public Settled Settled { get; private set; } = Settled.All;

        public void See(Sight sight)
        {
            Last = sight.At;
            Count++;
            Settled &= ~SettledComparison.Differences(first.Fingerprint, sight.Fingerprint);
        }
    }
}
