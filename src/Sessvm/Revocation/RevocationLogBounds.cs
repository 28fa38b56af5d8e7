namespace Sessvm.Revocation;

/// <summary>The bounds that <see cref="IRevocationLog"/> sets its callers, for logs to check at their doors.</summary>
public static class RevocationLogBounds
{
    /// <summary>The most notices that are appended at once.</summary>
    public const int MostAppended = 10_000;

    /// <summary>The most notices of a page.</summary>
    public const int MostRead = 10_000;

    /// <summary>Checks the notices of <see cref="IRevocationLog.AppendAsync"/>.</summary>
    /// <param name="notices">The notices: 1 to 10,000.</param>
    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    public static void CheckAppend(IReadOnlyList<RevocationNotice> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        if (notices.Count is < 1 or > MostAppended)
        {
            throw new ArgumentException($"There are {notices.Count} notices; allowed is 1 to {MostAppended}.", nameof(notices));
        }
    }

    /// <summary>Checks the limit of <see cref="IRevocationLog.ReadAsync"/>.</summary>
    /// <param name="limit">The most notices of a page: 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is another.</exception>
    public static void CheckRead(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostRead);
    }
}
