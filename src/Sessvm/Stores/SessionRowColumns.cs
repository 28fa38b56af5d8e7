namespace Sessvm.Stores;

/// <summary>
/// What a store keeps beside the body of a row, because it changes on its own: marks and ends are written without
/// touching the body. In the form that is stored: instants as Unix time in milliseconds.
/// </summary>
/// <param name="Version">The row's version.</param>
/// <param name="Generation">The current generation of the access lineage.</param>
/// <param name="LastSeenAt">When the session was last used.</param>
/// <param name="SeenAt">When the generation was first seen; <see langword="null"/> while it has not been.</param>
/// <param name="EndReason">The number of the <see cref="Stores.EndReason"/>; 0 while the session lives.</param>
/// <param name="EndedAt">When the session ended; 0 while it lives.</param>
public readonly record struct SessionRowColumns(
    long Version,
    uint Generation,
    long LastSeenAt,
    long? SeenAt,
    byte EndReason,
    long EndedAt)
{
    /// <summary>Whether the session has ended, so that nothing may change it (R5).</summary>
    public bool IsEnded => EndReason != 0;

    /// <summary>The columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">An instant is not in whole milliseconds, or before the year 1 or after 8999.</exception>
    public static SessionRowColumns Of(SessionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new SessionRowColumns(
            row.Version.Value,
            row.Access.Generation,
            Internal.StoredTime.Of(row.LastSeenAt),
            row.SeenAt is { } seen ? Internal.StoredTime.Of(seen) : null,
            row.End is null ? (byte)0 : (byte)row.End.Reason,
            row.End is null ? 0 : Internal.StoredTime.Of(row.End.At));
    }

    /// <summary>The columns of an update, with the marks that the stored ones have gained since they were read: <see cref="SessionMark.Merge"/>.</summary>
    /// <param name="stored">The stored columns.</param>
    public SessionRowColumns Over(in SessionRowColumns stored) => this with
    {
        LastSeenAt = Math.Max(LastSeenAt, stored.LastSeenAt),
        SeenAt = stored.Generation == Generation ? stored.SeenAt ?? SeenAt : SeenAt,
    };

    /// <summary>The columns with a mark on them: <see cref="SessionMark.ApplyTo"/>. Fractions of a millisecond are dropped.</summary>
    /// <param name="mark">The mark.</param>
    public SessionRowColumns With(in SessionMark mark)
    {
        if (IsEnded)
        {
            return this; // R5
        }

        return this with
        {
            SeenAt = SeenAt ?? (mark.Generation == Generation ? mark.SeenAt?.ToUnixTimeMilliseconds() : null), // R3
            LastSeenAt = Math.Max(LastSeenAt, mark.LastSeenAt?.ToUnixTimeMilliseconds() ?? LastSeenAt), // R6
        };
    }

    /// <summary>The columns once the session has ended; unchanged where it had before (R5). Fractions of a millisecond are dropped.</summary>
    /// <param name="end">The reason and the instant.</param>
    public SessionRowColumns With(SessionEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return IsEnded ? this : this with { EndReason = (byte)end.Reason, EndedAt = end.At.ToUnixTimeMilliseconds() };
    }
}
