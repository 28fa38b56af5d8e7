namespace Sessvm.Client;

/// <summary>Keeps one session's tokens between requests, and between runs where it is durable.</summary>
/// <remarks>An implementation that fails throws; the failure reaches whoever sent the request.</remarks>
public interface ITokenStore
{
    /// <summary>Reads what is kept.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The tokens; null where there are none yet.</returns>
    ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces what is kept, as a whole: a reader sees the old or the new.</summary>
    /// <param name="tokens">What to keep.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask WriteAsync(SessionTokens tokens, CancellationToken cancellationToken = default);

    /// <summary>Waits to be the only one, among all who share the store, that exchanges or replaces tokens.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What gives the lock back.</returns>
    ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellationToken = default);
}
