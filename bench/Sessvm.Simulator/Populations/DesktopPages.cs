using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class DesktopPages : Population
{
    public override string Name => "desktop page";

    public override double Share => 1;

    public override string Assumption =>
        "A phone with Chrome on Android whose owner asks for the desktop page once in two weeks, for one use: it then says that it is Linux. Half of the time on the Wi-Fi at home, else on the carrier.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var phone = new Machine("Chrome", "Android", Language(chance), chance.Part(1));
        var line = new Line(chance);
        var carrier = new Carrier(chance);
        for (int day = 0; day < diary.Days; day++)
        {
            int desktop = chance.Happens(1.0 / 14) ? chance.Below(3) : -1;
            for (int use = 0; use < 3; use++)
            {
                phone.System = use == desktop ? "Linux" : "Android";
                diary.Spend(0, phone, day, 8 + (use * 5), 0.5, chance.Happens(0.5) ? line.On(day) : carrier.Attach());
            }
        }
    }
}
