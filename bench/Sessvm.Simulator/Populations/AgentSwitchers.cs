using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class AgentSwitchers : Population
{
    private static readonly (string Browser, string System)[] Masks =
    [
        ("Chrome", "Windows"), ("Chrome", "macOS"), ("Chrome", "Linux"), ("Firefox", "Windows"), ("Firefox", "Linux"), ("Safari", "macOS"), ("Edge", "Windows"),
    ];

    public override string Name => "agent switchers";

    public override double Share => 0.003;

    public override string Assumption =>
        "Chrome with an extension that sends another user agent each day, at random of seven; TLS stays Chromium's. Such extensions have some 100,000 users among some three billion: one in thirty thousand.";

    public override void Live(Diary diary)
    {
        Chance chance = diary.Chance;
        string language = Language(chance);
        var line = new Line(chance);
        Machine[] masks = [.. Masks.Select(mask => new Machine(mask.Browser, mask.System, language, chance.Part(1), Updates.Consumer, Engine.Chromium))];
        for (int day = 0; day < diary.Days; day++)
        {
            if (chance.Happens(0.6))
            {
                diary.Spend(0, chance.One(masks), day, 17 + (4 * chance.Unit()), 2, line.On(day));
            }
        }
    }
}
