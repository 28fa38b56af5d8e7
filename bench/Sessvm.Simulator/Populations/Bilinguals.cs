using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class Bilinguals : Population
{
    public override string Name => "bilingual";

    public override double Share => 1;

    public override string Assumption =>
        "A computer at home whose first language is switched between two, once in three weeks in the mean, and stays so until it is switched back. (Whoever reads two languages without touching the setting is not among them.)";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        (string first, string second) = chance.Weighted((2.0, ("en-US", "es-US")), (1, ("fr-CA", "en-CA")), (1, ("de-CH", "fr-CH")));
        Machine machine = Machine.Desktop(chance, first);
        var line = new Line(chance);
        for (int day = 0; day < diary.Days; day++)
        {
            if (chance.Happens(1.0 / 21))
            {
                machine.Language = machine.Language == first ? second : first;
            }

            if (chance.Happens(0.8))
            {
                diary.Spend(0, machine, day, 17 + (4 * chance.Unit()), 2, line.On(day));
            }
        }
    }
}
