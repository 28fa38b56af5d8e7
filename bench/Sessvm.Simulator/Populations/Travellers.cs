using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class Travellers : Population
{
    public override string Name => "travellers";

    public override double Share => 3;

    public override string Assumption =>
        "A laptop of somebody who is on the road one week in three: each night another hotel, each trip two airports, all in systems and countries never seen before; else home and office. Language, browser and TLS stay.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Desktop(chance, Language(chance));
        var line = new Line(chance);
        Place office = Place.Of(Systems.Office(chance), chance.Below(500));
        bool away = false;
        for (int day = 0; day < diary.Days; day++)
        {
            away = day % 7 == 0 ? chance.Happens(1.0 / 3) : away;
            if (Diary.IsWeekend(day))
            {
                if (chance.Happens(0.5))
                {
                    diary.Spend(0, machine, day, 19, 2, line.On(day));
                }
            }
            else if (!away)
            {
                diary.Spend(0, machine, day, 9, 7, office);
            }
            else
            {
                if (day % 7 is 0 or 4)
                {
                    diary.Spend(0, machine, day, 8, 1, Place.Of(Systems.Guest(chance), chance.Below(50)));
                }

                diary.Spend(0, machine, day, 19, 3, Place.Of(Systems.Guest(chance), chance.Below(50)));
            }
        }
    }
}
