using Sessvm.Stores;

namespace Sessvm.Revocation;

/// <summary>
/// Carries ends and renewals to every node (R7). A feed knows whether it hears: while <see cref="IsCurrent"/> is
/// <see langword="false"/> the node checks the store on each request.
/// </summary>
public interface IRevocationFeed
{
    /// <summary>Whether this node has heard everything that was published longer ago than the bound. Asked on each request: cheap, without allocation.</summary>
    bool IsCurrent { get; }

    /// <summary>How long ago this node last heard all there was; zero for a feed that cannot miss anything, <see cref="TimeSpan.MaxValue"/> where it never did.</summary>
    TimeSpan Silence { get; }

    /// <summary>Raised for each notice that arrives, this node's own included, on whatever thread it arrives.</summary>
    event Action<RevocationNotice>? Heard;

    /// <summary>Raised when the feed hears again after a break, with all that it still holds: what is not among it may have been lost (R5).</summary>
    event Action<IReadOnlyCollection<RevocationNotice>>? Recovered;

    /// <summary>Begins to hear, and completes once all that still matters has been heard; or, where the feed cannot be reached, after a while.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Tells every node. This node has heard it when the call returns, the others within the bound of its completion.</summary>
    /// <param name="notices">What is refused from now on; none to wait for what was published before.</param>
    /// <param name="cancellationToken">Cancels the wait, not the telling.</param>
    /// <exception cref="SessionStoreException">It could not be told in time. It is told as soon as that can be.</exception>
    ValueTask PublishAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken);
}
