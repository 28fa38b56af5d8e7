using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sessvm.Benchmarks.Report;
using Sessvm.Soak.People;

namespace Sessvm.Soak;

/// <summary>What came of it: whether what people saw is what the events say, and whether the server's memory stayed flat.</summary>
internal sealed class Outcome
{
    private const double Slack = 1.15; // of the heap, between the first and the last half after the warm-up
    private const int Remembered = 206; // bytes of an end or a renewal, which a node remembers for an hour: bench/stores.sh catch-up

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Settings _settings;
    private readonly Tally _tally;
    private readonly IReadOnlyDictionary<string, int> _events;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly Machine _machine;

    public Outcome(Settings settings, Machine machine, int restarts, Tally tally, IReadOnlyDictionary<string, int> events, IReadOnlyList<Sample> samples)
    {
        (_settings, _machine, _tally, _events, _samples) = (settings, machine, tally, events, samples);
        Page = Write(restarts);
    }

    /// <summary>Whether everything agrees.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>The report.</summary>
    public string Page { get; }

    /// <summary>Draws the chart of results again.</summary>
    /// <param name="written">Their .json file.</param>
    public static void Draw(string written)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(written));
        File.WriteAllText(Path.ChangeExtension(written, "svg"), HeapChart.Of(results.RootElement.GetProperty("samples").Deserialize<Sample[]>(Json)!));
    }

    public void Write()
    {
        if (_settings.Out is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, $"{_machine.Date}-soak");
        File.WriteAllText(name + ".md", Page);
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(new { machine = _machine, seen = _tally.Counts, events = _events, samples = _samples }, Json) + "\n");
        File.WriteAllText(name + ".svg", HeapChart.Of(_samples));
        Console.WriteLine($"Written: {name}.md, .json and .svg");
    }

    private string Write(int restarts)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # A soak of {_settings.Time:hh\:mm\:ss}: {_machine.Date}

            {_machine.Cpu}, {_machine.Cores} cores, {_machine.Memory}; {_machine.Os}; {_machine.Runtime}; commit {_machine.Commit}.
            {_settings.People} people with two devices each, seed {_settings.Seed}, on one server and PostgreSQL with `fsync`; tokens live 10 s. The store was killed (`kill -9`) {restarts} times, 3 s each time.
            What a person did that was answered 503 is tried again until it is settled; so is known what must be true of each session.

            ## What people saw, and what the events say

            | seen | times | event | times | |
            |---|---|---|---|---|

            """);
        Same(page, Answers.Started, "SessionStarted");
        Compare(page, Answers.Exchanged, _tally.Of(Answers.Exchanged), "SessionExchanged, repeated or not", Event("SessionExchanged") + Event("exchanged, repeated"), 0, 2 * _tally.Of(Answers.Raced));
        Same(page, Answers.Renewed, "SessionRenewed");
        Same(page, Answers.SignedOut, "ended: SignedOut", _tally.Of(Answers.Unsure + Answers.SignedOut));
        Same(page, Answers.EndedOther, "ended: Revoked", _tally.Of(Answers.Unsure + Answers.EndedOther));
        Same(page, Answers.Replayed, "ended: Replay", _tally.Of(Answers.Unsure + Answers.Replayed));
        Compare(page, "a store that had lost writes", 0, "SessionHealed", Event("SessionHealed"), 0);
        Compare(page, "what nobody should have seen", _tally.Of(Answers.Surprise), "–", 0, 0);
        page.Append("\nWhere a request was answered 503, it may have been done all the same, and then the second try finds nothing to do and no event is due: so many may be missing at most. Of three equal exchanges at once, one run and one event may be everybody's, or each has its own.\n\n");
        foreach (KeyValuePair<string, int> one in _tally.Counts.OrderByDescending(static one => one.Value))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {one.Key}: {one.Value:N0}\n");
        }

        foreach (string surprise in _tally.Surprises)
        {
            page.Append(CultureInfo.InvariantCulture, $"- **{surprise}**\n");
        }

        Memory(page);
        return page.ToString();
    }

    private void Same(StringBuilder page, string seen, string told, int unsure = 0) => Compare(page, seen, _tally.Of(seen), told, Event(told), unsure);

    private void Compare(StringBuilder page, string seen, int times, string told, int events, int unsure, int more = 0)
    {
        bool holds = events <= times + more && events >= times - unsure;
        Holds &= holds;
        string may = (unsure > 0 ? $", {unsure} may be missing" : "") + (more > 0 ? $", {more} more may be there" : "");
        page.Append(CultureInfo.InvariantCulture, $"| {seen} | {times:N0} | {told} | {events:N0} | {(holds ? "agree" + may : "**do not agree**" + may)} |\n");
    }

    private int Event(string name) => _events.GetValueOrDefault(name);

    /// <summary>After a warm-up of a quarter, the median heap of the last half is not above that of the half before, but for the ends that came to be remembered.</summary>
    private void Memory(StringBuilder page)
    {
        page.Append("\n## Memory of the server\n\n| minute | heap, collected | resident | pool threads | waiting |\n|---|---|---|---|---|\n");
        int every = Math.Max(1, _samples.Count / 20);
        foreach (Sample one in _samples.Where((_, place) => place % every == 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {one.Minute:F1} | {one.Heap / 1048576.0:F1} MiB | {one.Resident / 1048576.0:F1} MiB | {one.Threads} | {one.Waiting} |\n");
        }

        Sample[] settled = [.. _samples.Skip(_samples.Count / 4)];
        double earlier = Median(settled[..(settled.Length / 2)]);
        double later = Median(settled[(settled.Length / 2)..]);
        int ends = _events.Where(static one => one.Key == "SessionRenewed" || one.Key.StartsWith("ended", StringComparison.Ordinal)).Sum(static one => one.Value);
        double came = ends * Remembered * settled.Length / 2.0 / _samples.Count; // between the middles of the two halves
        bool flat = settled.Length < 8 || later - came <= earlier * Slack;
        Holds &= flat;
        page.Append(CultureInfo.InvariantCulture, $"\nMedian heap after the first quarter: {earlier / 1048576:F2} MiB, then {later / 1048576:F2} MiB, of which {came / 1048576:F2} MiB are ends that came to be remembered, as each is for an hour: {(flat ? "flat" : "**growing**")}.\n\n![The heap by the minute]({_machine.Date}-soak.svg)\n");
    }

    private static double Median(Sample[] samples) => samples.Select(static one => (double)one.Heap).Order().ElementAtOrDefault(samples.Length / 2);
}
