using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class OpenedTls : Population
{
    public override string Name => "opened TLS";

    public override double Share => 6;

    public override string Assumption =>
        "A company's computer whose TLS is opened on the way (4 to 11 % of connections were in Durumeric et al., 2017). Half by an agent or a virus scanner on the machine, wherever it is; 35 % by a gateway, on a desktop that stays in the office; 15 % by a gateway on three weekdays in five, and not at home: both TLS and network change there. What opens it changes its own TLS every other year.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine(chance.Happens(0.5) ? "Chrome" : "Edge", "Windows", Language(chance), chance.Part(1), Updates.Managed);
        var line = new Line(chance);
        Place gateway = Place.Of(Systems.DataCentre(chance), chance.Below(50));
        (bool moves, bool openAtHome) = chance.Weighted((50.0, (true, true)), (35, (false, false)), (15, (true, false)));
        int product = chance.Below(3);
        double changesOn = chance.Wait(2 * 365);
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                string tls = Engine.Form($"opener {product}/{(day < changesOn ? 0 : 1)}");
                Place home = line.On(day) with { Tls = openAtHome ? tls : null };
                Place today = !moves || chance.Happens(0.6) ? gateway with { Tls = tls } : home;
                diary.Spend(0, machine, day, 9, 3, today);
                diary.Spend(0, machine, day, 13, 4, today);
            }
        }
    }
}
