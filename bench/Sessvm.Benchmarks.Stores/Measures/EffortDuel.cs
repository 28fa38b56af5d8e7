using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>Compares ways to exchange with one and the same bare command of the server, by their rates and by the processor time that each takes.</summary>
/// <param name="settings">How much is measured.</param>
/// <param name="server">The server's process.</param>
/// <param name="peers">The bare commands, by name.</param>
/// <param name="peer">One of them.</param>
/// <param name="bare">Does them, and says how many a second.</param>
internal sealed class EffortDuel(Settings settings, int server, string peers, string peer, Func<Effort, Task<double>> bare)
{
    /// <param name="row">What is compared, in the table.</param>
    /// <param name="operation">One such thing.</param>
    /// <param name="own">Does them, and says how many a second.</param>
    /// <param name="budget">What is allowed; nothing is promised by default.</param>
    public async Task<Finding[]> FightAsync(string row, string operation, Func<Effort, Task<double>> own, Budget? budget = null)
    {
        var (one, other) = (new Effort(server), new Effort(server));
        Duel duel = await Duel.FightAsync(settings.Rounds, () => own(one), () => bare(other));
        return
        [
            new(Tables.Exchange, row, Figure.Of(duel.One, " a second"), peers, Figure.Of(duel.Other, " a second"), duel.Ratio, budget),
            .. Tables.Effort(Tables.Exchange, operation, one, peer, other),
        ];
    }
}
