using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class OfficeWorkers : Population
{
    public override string Name => "office";

    public override double Share => 14;

    public override string Assumption =>
        "One managed desktop, Chrome or Edge on Windows, updated one to three weeks after a release; weekdays from nine to five behind the office's one address; twice a year the line fails for half a day and another provider stands in; 25 days off.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine(chance.Happens(0.5) ? "Chrome" : "Edge", "Windows", Language(chance), chance.Part(1), Updates.Managed);
        Place office = Place.Of(Systems.Office(chance), chance.Below(500));
        Place standIn = Place.Of(Systems.Office(chance), chance.Below(500));
        for (int day = 0; day < diary.Days; day++)
        {
            if (Diary.IsWeekend(day) || chance.Happens(25.0 / 261))
            {
                continue;
            }

            diary.Spend(0, machine, day, 9 + chance.Unit(), 3, office);
            diary.Spend(0, machine, day, 13 + chance.Unit(), 3.5, chance.Happens(2.0 / 365) ? standIn : office);
        }
    }
}
