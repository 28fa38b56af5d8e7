using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class OpenedTls : Population
{
    public override string Name => "opened TLS";

    public override double Share => 5;

    public override string Assumption =>
        "A company's computer whose TLS is always opened (4 to 11 % of connections were in Durumeric et al., 2017): for six in ten by an agent or a virus scanner on a laptop, at home and in the office, for the others by the gateway of an office that the desktop never leaves. What opens it changes its own TLS every other year.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine(chance.Happens(0.5) ? "Chrome" : "Edge", "Windows", Language(chance), chance.Part(1), Updates.Managed);
        var line = new Line(chance);
        Place gateway = Place.Of(Systems.DataCentre(chance), chance.Below(50));
        bool moves = chance.Happens(0.6);
        int product = chance.Below(3);
        double changesOn = chance.Wait(2 * 365);
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                Place place = !moves || chance.Happens(0.6) ? gateway : line.On(day);
                string tls = Engine.Form($"opener {product}/{(day < changesOn ? 0 : 1)}");
                diary.Spend(0, machine, day, 9, 3, place with { Tls = tls });
                diary.Spend(0, machine, day, 13, 4, place with { Tls = tls });
            }
        }
    }
}
