using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Thefts;

/// <summary>When a token is copied: right after one of the owner's exchanges.</summary>
/// <param name="Sight">Which exchange, by its place among the owner's.</param>
/// <param name="IsSettled">Whether the session had lived a week and 20 exchanges; else it is within its first two hours.</param>
/// <param name="Settled">What had never changed in the session. Nothing where it is fresh.</param>
/// <param name="Chance">The thieves' stream of chance.</param>
internal sealed record TheftMoment(int Sight, bool IsSettled, Settled Settled, Chance Chance);
