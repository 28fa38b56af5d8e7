using Sessvm.Stores;

namespace Sessvm.Revocation;

/// <summary>
/// Where notices are kept for every node to read (R7): what the package of a store brings beside it. A log only keeps
/// and gives back; what a node makes of it is <see cref="LogRevocationFeed"/>'s business.
/// </summary>
/// <remarks>
/// Safe for concurrent use. A log that cannot do its work throws <see cref="SessionStoreException"/> with the cause
/// inside. <c>Sessvm.Testing</c> holds the suite that each implementation passes.
/// </remarks>
public interface IRevocationLog
{
    /// <summary>Keeps notices. Every reading that begins after this completes, on whatever node, finds them.</summary>
    /// <param name="notices">The notices: 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken);

    /// <summary>
    /// The notices behind a cursor, oldest first: every one whose appending completed before this call began. One that was
    /// read before may come again. A cursor that the log no longer knows reads from the oldest on.
    /// </summary>
    /// <param name="after">The <see cref="RevocationLogPage.Next"/> of the page before; <see langword="null"/> for the oldest that is kept.</param>
    /// <param name="limit">The most notices to return: 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Waits until something may have been appended. A hint only: it may come late, or for nothing.</summary>
    /// <param name="atMost">When to stop waiting.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Forgets notices that were appended longer ago than this, by the log's own clock. May keep them longer.</summary>
    /// <param name="keep">How long a notice is kept at least.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken);
}
