using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class HomeDesktops : Population
{
    public override string Name => "home";

    public override double Share => 14;

    public override string Assumption =>
        "One computer at home, two evenings in three, two hours; browsers as common as they are (Chrome 63 %, Edge 18 %, Safari 10 %, Firefox 9 %); one provider in ten renumbers each night, four monthly, five never; 20 days away a year.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        Machine machine = Machine.Desktop(chance, Language(chance));
        var line = new Line(chance);
        for (int day = 0; day < diary.Days; day++)
        {
            if (chance.Happens(0.62))
            {
                diary.Spend(0, machine, day, 17 + (4 * chance.Unit()), 2, line.On(day));
            }
        }
    }
}
