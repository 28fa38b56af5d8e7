using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal class Phones : Population
{
    public override string Name => "phones";

    public override double Share => 24;

    public override string Assumption =>
        "One phone (Chrome on Android 62 %, Safari on iOS 33 %): mornings and evenings on the Wi-Fi at home, by day on the carrier, a new attachment for each of three short uses; half have the office's Wi-Fi as well; twice a month a guest network never seen before.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Phone(chance, Language(chance));
        var line = new Line(chance);
        var carrier = new Carrier(chance);
        Place? office = chance.Happens(0.5) ? Place.Of(Systems.Office(chance), chance.Below(500)) : null;
        for (int day = 0; day < diary.Days; day++)
        {
            Place? abroad = Abroad(day, chance);
            diary.Spend(0, machine, day, 6.5 + chance.Unit(), 0.5, abroad ?? line.On(day));
            for (int use = 0; use < 3; use++)
            {
                bool onWiFi = office is not null && !Diary.IsWeekend(day) && chance.Happens(0.6);
                diary.Spend(0, machine, day, 9 + (use * 3) + (2 * chance.Unit()), 0.4, onWiFi && abroad is null ? office! : Mobile(carrier, abroad));
            }

            if (chance.Happens(24.0 / 365))
            {
                diary.Spend(0, machine, day, 18, 0.5, Place.Of(Systems.Guest(chance), chance.Below(50)));
            }

            diary.Spend(0, machine, day, 19 + (2 * chance.Unit()), 1, abroad ?? line.On(day));
        }
    }

    /// <summary>The Wi-Fi of where the person stays, away from home; <see langword="null"/> at home.</summary>
    protected virtual Place? Abroad(int day, Chance chance) => null;

    /// <summary>The mobile network.</summary>
    protected virtual Place Mobile(Carrier carrier, Place? abroad) => carrier.Attach();
}
