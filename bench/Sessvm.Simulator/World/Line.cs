namespace Sessvm.Simulator.World;

/// <summary>A line into the internet at home: an autonomous system, and a prefix that the provider changes now and then.</summary>
internal sealed class Line
{
    private readonly Chance _chance;
    private readonly double _daysOfOne;

    public Line(Chance chance)
    {
        _chance = chance.Part(2);
        System = Systems.Home(_chance);
        // Of ten providers one renumbers each night, four about monthly, and five leave an address for a year and longer.
        _daysOfOne = _chance.Weighted((1.0, 1.0), (4, 30), (5, 1000));
    }

    /// <summary>The autonomous system.</summary>
    public int System { get; }

    /// <summary>The place on a day.</summary>
    public Place On(int day) => Place.Of(System, PrefixOn(day));

    /// <summary>The place on a day, by IPv6.</summary>
    public Place SixOn(int day) => Place.SixOf(System, PrefixOn(day));

    private int PrefixOn(int day) => _chance.Part((int)(day / _daysOfOne)).Below(4000);
}
