namespace Sessvm.Simulator.World;

/// <summary>A mobile carrier as one of its phones sees it: each attachment gets one of many addresses, in one to three systems.</summary>
internal sealed class Carrier
{
    private readonly Chance _chance;
    private readonly int _system;

    public Carrier(Chance chance)
    {
        _chance = chance;
        _system = Systems.Carrier(chance);
    }

    /// <summary>The place that the next attachment gets: of 40 prefixes, four times in five in the first system.</summary>
    public Place Attach() => Place.Of(_system + _chance.Weighted((80.0, 0), (15, 1), (5, 2)), _chance.Below(40));
}
