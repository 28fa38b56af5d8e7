namespace Sessvm.Stores;

/// <summary>The bounds that <see cref="ISessionStore"/> sets its callers, for stores to check at their doors.</summary>
public static class StoreBounds
{
    /// <summary>The most rows of a page.</summary>
    public const int MostBrowsed = 1_000;

    /// <summary>The most rows that a purging step looks at.</summary>
    public const int MostPurged = 100_000;

    /// <summary>Checks the limit of <see cref="ISessionStore.BrowseAsync"/>.</summary>
    /// <param name="limit">The most rows of a page: 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is another.</exception>
    public static void CheckBrowse(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostBrowsed);
    }

    /// <summary>Checks the limit of <see cref="ISessionStore.PurgeAsync"/>.</summary>
    /// <param name="limit">The most rows to look at: 1 to 100,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is another.</exception>
    public static void CheckPurge(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostPurged);
    }
}
