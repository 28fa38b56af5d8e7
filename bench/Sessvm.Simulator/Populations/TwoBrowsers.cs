using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class TwoBrowsers : Population
{
    public override string Name => "two browsers";

    public override double Share => 5;

    public override string Assumption =>
        "A laptop with two browsers, each with a session of its own, the second used one day in four; three weekdays in five at the office, else at home.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        string language = Language(chance);
        Machine[] browsers = [new("Chrome", "Windows", language, chance.Part(1)), new("Firefox", "Windows", language, chance.Part(3))];
        var line = new Line(chance);
        Place office = Place.Of(Systems.Office(chance), chance.Below(500));
        for (int day = 0; day < diary.Days; day++)
        {
            if (!Diary.IsWeekend(day))
            {
                Place place = chance.Happens(0.6) ? office : line.On(day);
                diary.Spend(0, browsers[0], day, 9, 3, place);
                int second = chance.Happens(0.25) ? 1 : 0;
                diary.Spend(second, browsers[second], day, 13, 3, place);
            }
        }
    }
}
