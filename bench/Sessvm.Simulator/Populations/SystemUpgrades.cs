using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class SystemUpgrades : Population
{
    public override string Name => "system upgrades";

    public override double Share => 5;

    public override string Assumption =>
        "A Mac with Safari, at home and in the office: the system's yearly upgrade brings the next Safari and another TLS, a month after its release in the mean; the family of the system stays.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine("Safari", "macOS", Language(chance), chance.Part(1));
        var line = new Line(chance);
        Place office = Place.Of(Systems.Office(chance), chance.Below(500));
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                diary.Spend(0, machine, day, 9, 5, chance.Happens(0.6) ? office : line.On(day));
            }
        }
    }
}
