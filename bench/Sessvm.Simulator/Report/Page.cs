using System.Globalization;
using System.Text;
using Sessvm.Simulator.Play;
using Sessvm.Simulator.Thefts;

namespace Sessvm.Simulator.Report;

/// <summary>The figures as tables.</summary>
internal sealed class Page(Settings settings, IReadOnlyList<PlayedPolicy> policies, IReadOnlyList<Outcome> outcomes)
{
    /// <summary>Each policy in one line.</summary>
    public string Summary()
    {
        var table = new StringBuilder("| policy | step-ups a user-year | refusals a user-year | thefts on settled sessions noticed at the first request | within 10 exchanges | two settled attributes changed: noticed at the first request | within 10 |\n|---|---|---|---|---|---|---|\n");
        for (int policy = 0; policy < policies.Count; policy++)
        {
            Tally all = Outcome.Together(outcomes, policy);
            var settled = new TheftCount();
            foreach (TheftCount one in all.Settled)
            {
                settled.Add(one);
            }

            Append(table, $"| {policies[policy].Name} | {Outcome.PerUserYear(outcomes, policy, static tally => tally.StepUps):F3} | {Outcome.PerUserYear(outcomes, policy, static tally => tally.Refusals):F3} | {Share(settled.AtOnce, settled)} | {Share(settled.Soon, settled)} | {Share(all.TwoSettled.AtOnce, all.TwoSettled)} | {Share(all.TwoSettled.Soon, all.TwoSettled)} |");
        }

        return table.ToString();
    }

    /// <summary>False alarms of each population.</summary>
    public string Populations()
    {
        StringBuilder table = Head("| population | share |", " step-ups + refusals |");
        foreach (Outcome outcome in outcomes)
        {
            Append(table, $"| {outcome.Population.Name} | {outcome.Population.Share} |{string.Concat(outcome.Tallies.Select(static tally => string.Create(CultureInfo.InvariantCulture, $" {tally.StepUps / tally.UserYears:F2} + {tally.Refusals / tally.UserYears:F2} |")))}");
        }

        return table.ToString();
    }

    /// <summary>Thefts of each kind.</summary>
    public string Thefts()
    {
        StringBuilder table = Head("| theft | session |", " first, within 10 |");
        Tally[] all = [.. policies.Select((_, policy) => Outcome.Together(outcomes, policy))];
        for (int kind = 0; kind < Theft.All.Count; kind++)
        {
            int place = kind;
            Append(table, $"| {Theft.All[kind].Name} | settled |{string.Concat(all.Select(tally => Cell(tally.Settled[place])))}");
            Append(table, $"| | fresh |{string.Concat(all.Select(tally => Cell(tally.Fresh[place])))}");
        }

        return table.ToString();
    }

    public void Write() => throw new NotImplementedException(settings.Out);

    private StringBuilder Head(string first, string of)
    {
        var table = new StringBuilder(first);
        foreach (PlayedPolicy policy in policies)
        {
            table.Append($" {policy.Name}:{of}");
        }

        return table.Append("\n|---|---|").Insert(table.Length, "---|", policies.Count).Append('\n');
    }

    private static string Cell(TheftCount count) => $" {Share(count.AtOnce, count)}, {Share(count.Soon, count)} |";

    private static string Share(int part, TheftCount of) => of.All == 0 ? "–" : (100.0 * part / of.All).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static void Append(StringBuilder table, FormattableString line) => table.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
