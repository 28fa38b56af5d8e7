using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class OpenedAtOffice : Population
{
    public override string Name => "opened TLS, in the office only";

    public override double Share => 0.75;

    public override string Assumption =>
        "A laptop whose TLS is opened by the office's gateway on three weekdays in five, and not at home: TLS and place change at once, as with a thief. Our estimate is 0.6 to 0.9 in a hundred: one in five works on a managed laptop, of those 30 % behind such a gateway, of those 10 to 15 % without an agent or a VPN that does the same at home.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        var machine = new Machine(chance.Happens(0.5) ? "Chrome" : "Edge", "Windows", Language(chance), chance.Part(1), Updates.Managed);
        var line = new Line(chance);
        Place gateway = Place.Of(Systems.DataCentre(chance), chance.Below(50)) with { Tls = Engine.Form($"gateway {chance.Below(3)}") };
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                Place place = chance.Happens(0.6) ? gateway : line.On(day);
                diary.Spend(0, machine, day, 9, 3, place);
                diary.Spend(0, machine, day, 13, 4, place);
            }
        }
    }
}
