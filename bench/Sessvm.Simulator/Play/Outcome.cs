using Sessvm.Simulator.Populations;

namespace Sessvm.Simulator.Play;

/// <summary>What came of one population.</summary>
/// <param name="Population">The population.</param>
/// <param name="Tallies">A tally for each policy, in their order.</param>
internal sealed record Outcome(Population Population, IReadOnlyList<Tally> Tallies);
