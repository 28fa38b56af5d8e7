using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>The cursor of <see cref="ISessionStore.BrowseAsync"/> for stores that keep rows in the order of their ids.</summary>
public static class SessionCursor
{
    /// <summary>Reads a cursor: the id of the last row of the page before.</summary>
    /// <param name="after">The cursor; <see langword="null"/> for the first page.</param>
    /// <exception cref="ArgumentException">It is not a cursor that a page gave.</exception>
    public static SessionId? Parse(string? after)
    {
        if (after is null)
        {
            return null;
        }

        return SessionId.TryParse(after, out SessionId id)
            ? id
            : throw new ArgumentException("The cursor is not the Next of a page.", nameof(after));
    }

    /// <summary>Makes a page of rows that were read with one more than fits.</summary>
    /// <param name="rows">The rows behind the cursor, up to <paramref name="limit"/> + 1.</param>
    /// <param name="limit">The most rows of the page.</param>
    public static SessionPage Page(IReadOnlyList<SessionRow> rows, int limit)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count <= limit
            ? new SessionPage(rows, null)
            : new SessionPage([.. rows.Take(limit)], rows[limit - 1].Id.ToString());
    }
}
