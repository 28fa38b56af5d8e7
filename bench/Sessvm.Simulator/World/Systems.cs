namespace Sessvm.Simulator.World;

/// <summary>The autonomous systems of the world, by what they are for. The numbers mean nothing.</summary>
internal static class Systems
{
    /// <summary>A provider of lines at home: 20 of them.</summary>
    public static int Home(Chance chance) => 1_000 + chance.Below(20);

    /// <summary>A mobile carrier: 6 of them, of which each has the two systems after it as well.</summary>
    public static int Carrier(Chance chance) => 2_000 + (10 * chance.Below(6));

    /// <summary>An office's provider: 40 of them.</summary>
    public static int Office(Chance chance) => 3_000 + chance.Below(40);

    /// <summary>Where guests are: hotels, airports and cafés, also abroad. 2,000 of them: one is hardly met twice.</summary>
    public static int Guest(Chance chance) => 10_000 + chance.Below(2_000);

    /// <summary>A data centre, as a VPN or a Tor exit is in: 30 of them.</summary>
    public static int DataCentre(Chance chance) => 5_000 + chance.Below(30);

    /// <summary>Anywhere in the world that a thief may be: 60,000.</summary>
    public static int Anywhere(Chance chance) => 20_000 + chance.Below(60_000);
}
