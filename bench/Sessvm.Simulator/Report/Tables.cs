using System.Globalization;
using System.Text;
using Sessvm.Simulator.Play;
using Sessvm.Simulator.Thefts;

namespace Sessvm.Simulator.Report;

/// <summary>The figures in Markdown, each beside what was assumed.</summary>
internal static class Tables
{
    /// <summary>All tables, with the seed.</summary>
    public static string Of(Settings settings, IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes)
    {
        var page = new StringBuilder();
        Append(page, $"Seed {settings.Seed}; {settings.Users} people of each population, {settings.Days} days each: {outcomes.All.Sum(static one => one.Tallies[0].UserYears):N0} user-years. The lives and thefts are the same for every policy. Each population counts by its share of all people, each kind of theft alike.");
        page.Append('\n').Append(Summary(policies, outcomes));
        page.Append("\nFalse alarms: how often an honest person is asked for fresh credentials, and, after the plus, refused, in a year.\n\n");
        ListPopulations(page, policies, outcomes);
        page.Append(Invariant($"\nWhere the step-ups of the {policies[^1].Name} policy come from, and what its figure would be with twice as many such people:\n\n"));
        ListSources(page, policies.Count - 1, outcomes);
        page.Append("\nThefts noticed: at the thief's first request, and, after the comma, within ten exchanges, the owner's and the thief's in turns. A settled session has lived a week and 20 exchanges; a fresh one is within its first two hours.\n\n");
        ListThefts(page, policies, outcomes);
        return page.ToString();
    }

    /// <summary>Each policy in one line.</summary>
    public static string Summary(IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes)
    {
        var page = new StringBuilder("| policy | step-ups a user-year | refusals a user-year | thefts noticed at once: settled | fresh | within ten exchanges: settled | fresh | where two settled attributes changed |\n|---|---|---|---|---|---|---|---|\n");
        for (int policy = 0; policy < policies.Count; policy++)
        {
            Append(page, $"| {policies[policy].Name} | {outcomes.PerUserYear(policy, static tally => tally.StepUps):F3} | {outcomes.PerUserYear(policy, static tally => tally.Refusals):F3} | {AtOnce(outcomes, policy, static tally => tally.AllSettled)} | {AtOnce(outcomes, policy, static tally => tally.AllFresh)} | {Soon(outcomes, policy, static tally => tally.AllSettled)} | {Soon(outcomes, policy, static tally => tally.AllFresh)} | {AtOnce(outcomes, policy, static tally => tally.TwoSettled)} |");
        }

        return page.ToString();
    }

    private static void ListPopulations(StringBuilder page, IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes)
    {
        Head(page, "| people | share |", policies, " assumed |");
        double all = outcomes.All.Sum(static one => one.Population.Share);
        foreach (Outcome one in outcomes.All)
        {
            string alarms = string.Concat(one.Tallies.Skip(1).Select(static tally => Invariant($" {tally.StepUps / tally.UserYears:0.##} + {tally.Refusals / tally.UserYears:0.##} |")));
            Append(page, $"| {one.Population.Name} | {100 * one.Population.Share / all:0.###} % |{alarms} {one.Population.Assumption} |");
        }
    }

    // Five: the others add less than the chance of the seed moves the figure.
    private static void ListSources(StringBuilder page, int policy, Outcomes outcomes)
    {
        page.Append("| people | share of people | of its step-ups a user-year | with twice as many |\n|---|---|---|---|\n");
        double all = outcomes.All.Sum(static one => one.Population.Share);
        foreach (Outcome one in outcomes.All.OrderByDescending(one => outcomes.PartOf(one, policy, StepUps)).Take(5))
        {
            Append(page, $"| {one.Population.Name} | {100 * one.Population.Share / all:0.###} % | {outcomes.PartOf(one, policy, StepUps):F3} | {outcomes.WithTwiceAsMany(one, policy, StepUps):F3} |");
        }

        static int StepUps(Tally tally) => tally.StepUps;
    }

    private static void ListThefts(StringBuilder page, IReadOnlyList<PlayedPolicy> policies, Outcomes outcomes)
    {
        Head(page, "| theft | session |", policies, " assumed |");
        for (int kind = 0; kind < Theft.All.Count; kind++)
        {
            int place = kind;
            Append(page, $"| {Theft.All[kind].Name} | settled |{Cells(tally => tally.Settled[place])} {Theft.All[kind].Assumption} |");
            Append(page, $"| | fresh |{Cells(tally => tally.Fresh[place])} |");
        }

        string Cells(Func<Tally, TheftCount> of) =>
            string.Concat(Enumerable.Range(1, policies.Count - 1).Select(policy => $" {AtOnce(outcomes, policy, of)}, {Soon(outcomes, policy, of)} |"));
    }

    // The first policy is none at all: it asks nobody and notices nothing.
    private static void Head(StringBuilder page, string first, IReadOnlyList<PlayedPolicy> policies, string last)
    {
        page.Append(first);
        foreach (PlayedPolicy policy in policies.Skip(1))
        {
            page.Append($" {policy.Name} |");
        }

        page.Append(last).Append("\n|").Insert(page.Length, "---|", policies.Count + 2).Append('\n');
    }

    private static string AtOnce(Outcomes outcomes, int policy, Func<Tally, TheftCount> of) => Percent(outcomes.Noticed(policy, of, static count => count.AtOnce));

    private static string Soon(Outcomes outcomes, int policy, Func<Tally, TheftCount> of) => Percent(outcomes.Noticed(policy, of, static count => count.Soon));

    // Not all is never told as all, and some never as none.
    private static string Percent(double share) => share switch
    {
        double.NaN => "–",
        < 1 and > 0.9995 => "99.9 %",
        > 0 and < 0.0005 => "0.1 %",
        _ => Invariant($"{100 * share:0.#} %"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Append(StringBuilder page, FormattableString line) => page.Append(Invariant(line)).Append('\n');
}
