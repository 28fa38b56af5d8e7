using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>Which rows are to end: one, a family, or all of a subject's, each with one exception at most.</summary>
public sealed record EndTarget
{
    private EndTarget()
    {
    }

    /// <summary>One session; <see langword="null"/> where the target is wider.</summary>
    public SessionId? Session { get; private init; }

    /// <summary>A family; <see langword="null"/> where the target is another.</summary>
    public SessionId? Family { get; private init; }

    /// <summary>A subject; <see langword="null"/> where the target is another.</summary>
    public string? Subject { get; private init; }

    /// <summary>The session that goes on; <see langword="null"/> for none.</summary>
    public SessionId? Except { get; private init; }

    /// <summary>The shard in which all rows of the target live.</summary>
    public ushort Shard => Session?.Shard ?? Family?.Shard ?? SessionId.ShardOf(Subject!);

    /// <summary>One session.</summary>
    /// <param name="id">The session.</param>
    public static EndTarget One(SessionId id) => new() { Session = id };

    /// <summary>The sessions that descend from one login.</summary>
    /// <param name="family">The family.</param>
    /// <param name="except">The session that goes on; <see langword="null"/> for none.</param>
    public static EndTarget OfFamily(SessionId family, SessionId? except = null) => new() { Family = family, Except = except };

    /// <summary>All sessions of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="except">The session that goes on; <see langword="null"/> for none.</param>
    public static EndTarget OfSubject(string subject, SessionId? except = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return new() { Subject = subject, Except = except };
    }

    /// <summary>Whether a row is one of those that are to end.</summary>
    /// <param name="row">The row.</param>
    public bool Covers(SessionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.End is null
            && row.Id != Except
            && (Session is null || row.Id == Session)
            && (Family is null || row.Family == Family)
            && (Subject is null || row.Subject == Subject);
    }
}
