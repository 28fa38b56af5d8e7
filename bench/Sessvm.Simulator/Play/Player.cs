using Sessvm.Fingerprints;
using Sessvm.Simulator.Thefts;
using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Play;

/// <summary>Plays one person's life against one policy, and the thefts of it beside the life, on copies of the sessions.</summary>
internal sealed class Player(PlayedPolicy played, IReadOnlyList<Sight> sights, Settings settings, Tally tally)
{
    /// <summary>How many exchanges after a theft are looked at, the owner's and the thief's in turns.</summary>
    public const int Exchanges = 10;

    private readonly Dictionary<int, Session> _sessions = [];

    /// <summary>Plays all of it.</summary>
    public void Play(ILookup<int, TheftMoment> thefts)
    {
        for (int i = 0; i < sights.Count; i++)
        {
            Sight sight = sights[i];
            _sessions[sight.Browser] = Visit(sight);
            foreach (TheftMoment moment in thefts[i])
            {
                for (int kind = 0; kind < Theft.All.Count; kind++)
                {
                    Steal(moment, kind);
                }
            }
        }
    }

    private Session Visit(Sight sight)
    {
        if (!_sessions.TryGetValue(sight.Browser, out Session? session) || !Deadlines.Live(session.Started, session.Last, sight.At))
        {
            _sessions.Remove(sight.Browser);
            return SignIn(sight, replaced: null);
        }

        switch (session.Judge(played, sight.Fingerprint, sight.At))
        {
            case VerdictAction.Accept:
                return session.Exchanged(played, sight.Fingerprint, sight.At);
            case VerdictAction.StepUp:
                tally.StepUps++;
                return session.Renewed(played, sight.Fingerprint, sight.At);
            default:
                tally.Refusals++;
                return SignIn(sight, session);
        }
    }

    // A session that ran out is in no list; one that the person signs in over still is.
    private Session SignIn(Sight sight, Session? replaced)
    {
        Session session = Session.Start(sight.Fingerprint, sight.At);
        Habits[] siblings =
        [
            .. _sessions.Where(one => one.Key != sight.Browser && Deadlines.Live(one.Value.Started, one.Value.Last, sight.At))
                .Select(static one => one.Value)
                .Concat(replaced is null ? [] : [replaced])
                .OrderBy(static one => one.Started)
                .Select(static one => one.Habits)
                .Where(static habits => !habits.IsNone),
        ];
        return played.Policy is { Learns: true } policy && siblings.Length > 0
            ? session with { Habits = policy.Seed(session.Habits, siblings, sight.At) }
            : session;
    }

    private void Steal(TheftMoment moment, int kind)
    {
        Sight last = sights[moment.Sight];
        Fingerprint thief = settings.Known(Theft.All[kind].Copy(last.Fingerprint, moment.Chance.Part(kind)));
        Session session = _sessions[last.Browser];
        DateTimeOffset now = last.At;
        int noticed = 0;
        int owner = moment.Sight;
        for (int exchange = 1; exchange <= Exchanges; exchange++)
        {
            Fingerprint seen = thief;
            now += TimeSpan.FromMinutes(15);
            if (exchange % 2 == 0)
            {
                owner = NextOf(last.Browser, owner);
                if (owner < 0)
                {
                    break;
                }

                seen = sights[owner].Fingerprint;
                now = now > sights[owner].At ? now : sights[owner].At;
            }

            if (session.Judge(played, seen, now) != VerdictAction.Accept)
            {
                noticed = exchange;
                break;
            }

            session = session.Exchanged(played, seen, now);
        }

        Settled changed = SettledComparison.Differences(last.Fingerprint, thief) & moment.Settled;
        tally.Add(kind, moment.IsSettled, noticed, System.Numerics.BitOperations.PopCount((uint)changed) >= 2);
    }

    private int NextOf(int browser, int from)
    {
        for (int i = from + 1; i < sights.Count; i++)
        {
            if (sights[i].Browser == browser)
            {
                return i;
            }
        }

        return -1;
    }
}
