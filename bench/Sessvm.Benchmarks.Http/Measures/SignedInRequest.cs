using Sessvm.Benchmarks.Http.Load;
using Sessvm.Benchmarks.Stores.Report;

namespace Sessvm.Benchmarks.Http.Measures;

/// <summary>The same page behind each contestant, asked in turns: what a request pays for being signed in.</summary>
internal static class SignedInRequest
{
    private const int WarmUpTurns = 4; // the runtime compiles hot methods anew between the turns, when the server idles
    private const string Share = "Requests a second";
    private const string Time = "Processor time of a request";
    private const string Bytes = "Bytes allocated for a request";
    private const string Wait = "99 of 100 answers within";

    public static async Task<IReadOnlyList<Finding>> MeasureAsync(IReadOnlyList<string> names, Settings settings)
    {
        var opponents = new List<Opponent>();
        try
        {
            foreach (string name in names)
            {
                opponents.Add(await Opponent.StartAsync(name, settings.Users, opponents));
            }

            for (int turn = 0; turn < WarmUpTurns; turn++)
            {
                foreach (Opponent opponent in opponents)
                {
                    await Turn.TakeAsync(opponent, settings);
                }
            }

            Dictionary<string, List<Turn>> turns = opponents.ToDictionary(static one => one.Name, static _ => new List<Turn>());
            for (int round = 1; round <= settings.Rounds; round++)
            {
                foreach (Opponent opponent in opponents)
                {
                    Turn turn = await Turn.TakeAsync(opponent, settings);
                    turns[opponent.Name].Add(turn);
                    Console.WriteLine($"round {round}, {opponent.Name}: {turn.PerSecond:N0} a second, {turn.Microseconds:F1} µs, {turn.Bytes:N0} B, p99 {turn.P99:F2} ms");
                }
            }

            string crowd = settings.Users == 1 ? ", one user" : "";
            return [.. Judge(opponents, turns).Select(one => one with { Table = one.Table + crowd })];
        }
        finally
        {
            foreach (Opponent opponent in opponents)
            {
                await opponent.DisposeAsync();
            }
        }
    }

    private static IEnumerable<Finding> Judge(List<Opponent> opponents, Dictionary<string, List<Turn>> turns)
    {
        Dictionary<string, string> titles = opponents.ToDictionary(static one => one.Name, static one => one.Title);
        if (turns.ContainsKey("plain"))
        {
            foreach (Opponent opponent in opponents.Where(static one => one.Name != "plain"))
            {
                yield return Beside(Share, opponent.Name, "plain", " /s", static turn => turn.PerSecond, budget: null);
            }
        }

        foreach (string own in turns.Keys.Where(static name => name.StartsWith("sessvm", StringComparison.Ordinal)))
        {
            string limit = "accept-all" + own["sessvm".Length..];
            if (turns.ContainsKey(limit))
            {
                yield return Beside("The budgets", own, limit, " /s", static turn => turn.PerSecond, Budget.AtLeast(0.95));
                yield return Finding.Plain(
                    "The budgets", titles[own] + ": allocated over a handler that accepts everything, sent the same",
                    Figure.Of(turns[own].Zip(turns[limit], static (one, other) => one.Bytes!.Value - other.Bytes!.Value), " B"), Budget.AtMost(300, " B"));
            }

            if (turns.ContainsKey("jwt"))
            {
                yield return Beside("The budgets", own, "jwt", " /s", static turn => turn.PerSecond, Budget.AtLeast(1.3));
            }
        }

        foreach (Opponent opponent in opponents)
        {
            List<Turn> own = turns[opponent.Name];
            yield return Finding.Plain(Time, opponent.Title, Figure.Of(own.Select(static turn => turn.Microseconds), " µs"));
            if (own.TrueForAll(static turn => turn.Bytes is not null))
            {
                yield return Finding.Plain(Bytes, opponent.Title, Figure.Of(own.Select(static turn => turn.Bytes!.Value), " B"));
            }

            yield return Finding.Plain(Wait, opponent.Title, Figure.Of(own.Select(static turn => turn.P99), " ms"));
        }

        Finding Beside(string table, string name, string peer, string unit, Func<Turn, double> value, Budget? budget) => new(
            table, titles[name],
            Figure.Of(turns[name].Select(value), unit),
            titles[peer],
            Figure.Of(turns[peer].Select(value), unit),
            Figure.Of(turns[name].Zip(turns[peer], (one, other) => value(one) / value(other)), " ×"),
            budget);
    }
}
