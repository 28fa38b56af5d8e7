using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>A note that a session was used: written beside the row, without a new version (R3, R5, R6).</summary>
/// <param name="Id">The session.</param>
/// <param name="Generation">The generation that was seen; where the row is at another, only <paramref name="LastSeenAt"/> counts.</param>
/// <param name="SeenAt">When that generation was first seen in use; <see langword="null"/> where that is not what the mark says.</param>
/// <param name="LastSeenAt">When the session was last used; <see langword="null"/> where the use was in the background.</param>
public readonly record struct SessionMark(SessionId Id, uint Generation, DateTimeOffset? SeenAt, DateTimeOffset? LastSeenAt)
{
    /// <summary>The row with this mark on it; the same instance where the mark changes nothing.</summary>
    /// <param name="row">The row.</param>
    public SessionRow ApplyTo(SessionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.End is not null)
        {
            return row; // R5: a mark never touches an ended row
        }

        bool first = SeenAt is not null && Generation == row.Access.Generation && row.SeenAt is null; // R3
        bool later = LastSeenAt > row.LastSeenAt; // R6
        return first || later
            ? row with
            {
                SeenAt = first ? SeenAt : row.SeenAt,
                LastSeenAt = later ? LastSeenAt!.Value : row.LastSeenAt,
            }
            : row;
    }

    /// <summary>The new row of an update, with the marks that the stored one has gained since it was read.</summary>
    /// <param name="row">The new row.</param>
    /// <param name="stored">The stored row.</param>
    public static SessionRow Merge(SessionRow row, SessionRow stored)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(stored);
        return row with
        {
            LastSeenAt = stored.LastSeenAt > row.LastSeenAt ? stored.LastSeenAt : row.LastSeenAt,
            SeenAt = stored.Access.Generation == row.Access.Generation ? stored.SeenAt ?? row.SeenAt : row.SeenAt,
        };
    }
}
