namespace Sessvm.Stores;

/// <summary>
/// What an added row makes of its subject's live rows: which give way, or that there is no room. Pure, so that every
/// store decides alike; a store carries it out in the same atomic step that read the rows.
/// </summary>
/// <param name="Ending">The rows that give way, each with its end. Empty where the row is not admitted: a refusal changes nothing.</param>
/// <param name="Live">Where the row is not admitted: the live rows that fill the limit, oldest first.</param>
/// <param name="Admitted">Whether the row may be added.</param>
public sealed record Admission(bool Admitted, IReadOnlyList<SessionRow> Ending, IReadOnlyList<SessionRow> Live)
{
    private static readonly Admission Free = new(true, [], []);

    /// <summary>Whether the terms ask for the subject's rows at all.</summary>
    /// <param name="terms">The terms.</param>
    public static bool NeedsRows(AddTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Limit is not null || terms.Replaces.Count > 0;
    }

    /// <summary>Decides.</summary>
    /// <param name="row">The new row.</param>
    /// <param name="terms">What must hold, and what is to give way.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="live">The subject's live rows, in any order.</param>
    public static Admission Decide(SessionRow row, AddTerms terms, DateTimeOffset now, IReadOnlyList<SessionRow> live)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(live);
        if (live.Count == 0 && terms.Limit is not < 1)
        {
            return Free;
        }

        var ending = new List<SessionRow>();
        var staying = new List<SessionRow>(live.Count);
        foreach (SessionRow other in live.OrderBy(static other => other.CreatedAt).ThenBy(static other => other.Id))
        {
            bool replaced = other.Family != row.Family && terms.Replaces.Contains(other.Device);
            (replaced ? ending : staying).Add(replaced ? Ended(other, EndReason.Replaced, now) : other);
        }

        int surplus = terms.Limit is { } limit ? staying.Count + 1 - limit : 0;
        if (surplus <= 0)
        {
            return new Admission(true, ending, []);
        }

        SessionRow[] evicted = terms.WhenFull == WhenFull.EvictOldest
            ? [.. staying.Where(other => other.Family != row.Family).Take(surplus)]
            : [];
        if (evicted.Length < surplus)
        {
            return new Admission(false, [], staying); // the limit holds even where only the row's own family could give way
        }

        ending.AddRange(evicted.Select(other => Ended(other, EndReason.Evicted, now)));
        return new Admission(true, ending, []);
    }

    private static SessionRow Ended(SessionRow row, EndReason reason, DateTimeOffset now) =>
        row with { End = new SessionEnd(reason, DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds())) };
}
