using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class VpnUsers : Population
{
    public override string Name => "VPN";

    public override double Share => 6;

    public override string Assumption =>
        "A computer at home with a VPN that is on for half of all uses, one in three people always: five favourite exits in up to five data centres' systems, one use in ten through an exit never used before.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Desktop(chance, Language(chance));
        var line = new Line(chance);
        Place[] exits = [.. Enumerable.Range(0, 5).Select(_ => Exit(chance))];
        double on = chance.Happens(1.0 / 3) ? 1 : 0.5;
        for (int day = 0; day < diary.Days; day++)
        {
            for (int use = 0; use < 2; use++)
            {
                if (chance.Happens(0.7))
                {
                    Place place = !chance.Happens(on) ? line.On(day) : chance.Happens(0.1) ? Exit(chance) : chance.One(exits);
                    diary.Spend(0, machine, day, 10 + (use * 8) + (2 * chance.Unit()), 1.5, place);
                }
            }
        }
    }

    private static Place Exit(Chance chance) => Place.Of(Systems.DataCentre(chance), chance.Below(50));
}
