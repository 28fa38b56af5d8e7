using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class Commuters : Population
{
    public override string Name => "commuters";

    public override double Share => 14;

    public override string Assumption =>
        "One laptop: three weekdays in five at the office, else at home; evenings at home; one train ride in three by the phone's carrier (40 prefixes in up to three systems); once a month a guest network never seen before.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Desktop(chance, Language(chance));
        var line = new Line(chance);
        var carrier = new Carrier(chance);
        Place office = Place.Of(Systems.Office(chance), chance.Below(500));
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                bool atOffice = chance.Happens(0.6);
                if (atOffice && chance.Happens(1.0 / 3))
                {
                    diary.Spend(0, machine, day, 7.8, 0.7, carrier.Attach());
                }

                diary.Spend(0, machine, day, 9, 3, atOffice ? office : line.On(day));
                diary.Spend(0, machine, day, 13, 4, atOffice ? office : line.On(day));
            }

            if (chance.Happens(12.0 / 365))
            {
                diary.Spend(0, machine, day, 18, 1, Place.Of(Systems.Guest(chance), chance.Below(50)));
            }

            if (chance.Happens(0.4))
            {
                diary.Spend(0, machine, day, 20, 1.5, line.On(day));
            }
        }
    }
}
