using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class DualStack : Population
{
    public override string Name => "IPv4 and IPv6 in turns";

    public override double Share => 10;

    public override string Assumption =>
        "A computer at home that races both kinds of address for each connection; IPv6 wins 85 %. Both are the provider's, but for one in twenty, whose IPv6 is a tunnel in another system.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Desktop(chance, Language(chance));
        var line = new Line(chance);
        Place? tunnel = chance.Happens(0.05) ? Place.SixOf(6_939, chance.Below(60_000)) : null;
        for (int day = 0; day < diary.Days; day++)
        {
            if (chance.Happens(0.7))
            {
                int today = day;
                diary.Spend(0, machine, day, 17 + (4 * chance.Unit()), 2, () => chance.Happens(0.85) ? tunnel ?? line.SixOn(today) : line.On(today));
            }
        }
    }
}
