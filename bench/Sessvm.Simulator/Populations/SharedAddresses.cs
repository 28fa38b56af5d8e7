using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class SharedAddresses : Population
{
    public override string Name => "carrier-grade NAT";

    public override double Share => 4;

    public override string Assumption =>
        "A computer at home behind a 5G router: the carrier gives each use one of 40 prefixes, in one to three systems.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Desktop(chance, Language(chance));
        var carrier = new Carrier(chance);
        for (int day = 0; day < diary.Days; day++)
        {
            if (chance.Happens(0.7))
            {
                diary.Spend(0, machine, day, 17 + (4 * chance.Unit()), 2, carrier.Attach());
            }
        }
    }
}
