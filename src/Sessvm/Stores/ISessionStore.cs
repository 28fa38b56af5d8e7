using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>
/// Where rows live. A store only stores: it decides nothing, takes the present instant and the expected version from
/// its caller, and answers a conflict as a value. Every step is atomic.
/// </summary>
/// <remarks>
/// A store that cannot do its work throws <see cref="SessionStoreException"/> with the cause inside; that never reads
/// as «not signed in». <c>Sessvm.Testing</c> holds the suite that each implementation passes.
/// </remarks>
public interface ISessionStore
{
    /// <summary>Adds a row, atomically with the concurrent-session cap and with the replacement of the device's earlier session.</summary>
    /// <param name="row">The new row.</param>
    /// <param name="terms">What must hold, and what is to give way.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Finds a row, ended or not; <see langword="null"/> where there is none.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a row if the stored one is not ended (R5) and carries the expected version. Marks merge: the later
    /// <see cref="SessionRow.LastSeenAt"/> stays, and for an unchanged generation so does the earlier <see cref="SessionRow.SeenAt"/>.
    /// </summary>
    /// <param name="row">The new row, with its new version.</param>
    /// <param name="expected">The version that was read.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken);

    /// <summary>The rows of a subject that are live, oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends every row of the target that has not ended, and returns those rows as they now are.</summary>
    /// <param name="target">Which rows.</param>
    /// <param name="end">The reason and the instant.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken);

    /// <summary>Writes a batch of marks. A mark never moves back, keeps the version, and never touches an ended row (R5).</summary>
    /// <param name="marks">The marks; a session may occur more than once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken);

    /// <summary>A page of all rows, ended ones included, in a stable order.</summary>
    /// <param name="after">The <see cref="SessionPage.Next"/> of the page before; <see langword="null"/> for the first.</param>
    /// <param name="limit">The most rows to return: 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes some of the rows that lapsed before an instant, ended or not, in a step so small that nobody waits for it.
    /// </summary>
    /// <param name="before">Rows whose <see cref="SessionRow.LapsesAt"/> is earlier are removed.</param>
    /// <param name="limit">The most rows to look at in this step: 1 to 100,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
