using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

internal sealed class RoamingPhones : Phones
{
    private Place? _stay;
    private Carrier? _foreign;
    private int _daysLeft;

    public override string Name => "phones that roam";

    public override double Share => 4;

    public override string Assumption =>
        "A phone as above, and six trips a year of five days: the Wi-Fi there is a system never seen before; two trips in three the home carrier routes the roaming phone (its own systems), else a local SIM is another carrier's. Language and TLS stay.";

    protected override Place? Abroad(int day, Chance chance)
    {
        if (day == 0)
        {
            (_stay, _daysLeft) = (null, 0);
        }

        if (_daysLeft-- > 0)
        {
            return _stay;
        }

        if (!chance.Happens(6.0 / 335))
        {
            return _stay = null;
        }

        _daysLeft = 4;
        _foreign = chance.Happens(1.0 / 3) ? new Carrier(chance) : null;
        return _stay = Place.Of(Systems.Guest(chance), chance.Below(50));
    }

    protected override Place Mobile(Carrier carrier, Place? abroad) => (abroad is null ? carrier : _foreign ?? carrier).Attach();
}
