using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class FrozenBrowsers : Population
{
    public override string Name => "privacy browsers";

    public override double Share => 1;

    public override string Assumption =>
        "A browser that freezes what it tells (Firefox ESR on Windows, en-US, whatever is true) and goes through Tor: another exit, in one of 30 systems, for each exchange. What else such browsers randomise (canvas, fonts) is not read by Sessvm.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine("Firefox", "Windows", "en-US", chance.Part(1), engine: Engine.GeckoExtended);
        for (int day = 0; day < diary.Days; day++)
        {
            if (chance.Happens(0.6))
            {
                diary.Spend(0, machine, day, 17 + (4 * chance.Unit()), 2, () => Place.Of(Systems.DataCentre(chance), chance.Below(50)));
            }
        }
    }
}
