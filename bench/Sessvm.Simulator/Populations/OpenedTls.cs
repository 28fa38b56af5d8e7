using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class OpenedTls : Population
{
    public override string Name => "proxy that opens TLS";

    public override double Share => 6;

    public override string Assumption =>
        "A company laptop: three weekdays in five at the office, whose proxy opens TLS (so TLS is the proxy's, and the network that of its data centre), else at home without it; an update of the proxy changes its TLS once a year, on the same day for all.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine(chance.Happens(0.5) ? "Chrome" : "Edge", "Windows", Language(chance), chance.Part(1), Updates.Managed);
        var line = new Line(chance);
        int proxy = chance.Below(3);
        Place gateway = Place.Of(Systems.DataCentre(chance), chance.Below(50));
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                Place office = gateway with { Tls = Engine.Form($"proxy {proxy}/{(day + 265) / 365}") };
                bool atOffice = chance.Happens(0.6);
                diary.Spend(0, machine, day, 9, 3, atOffice ? office : line.On(day));
                diary.Spend(0, machine, day, 13, 4, atOffice ? office : line.On(day));
            }
        }
    }
}
