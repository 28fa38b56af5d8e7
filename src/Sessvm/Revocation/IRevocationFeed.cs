namespace Sessvm.Revocation;

/// <summary>
/// Carries ends and renewals to every node (R7). A feed knows whether it hears: while <see cref="IsCurrent"/> is
/// <see langword="false"/> the node checks the store on each request.
/// </summary>
public interface IRevocationFeed
{
    /// <summary>Whether this node has heard everything that was published longer ago than the bound.</summary>
    bool IsCurrent { get; }

    /// <summary>Raised for each notice that arrives, this node's own included, on whatever thread it arrives.</summary>
    event Action<RevocationNotice>? Heard;

    /// <summary>Tells every node. This node has heard it when the task completes.</summary>
    /// <param name="notices">What is refused from now on.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask PublishAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken);
}
