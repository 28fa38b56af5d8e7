namespace Sessvm.Revocation;

/// <summary>The feed of a single process: what is published is heard at once, so it is always current.</summary>
public sealed class LocalRevocationFeed : IRevocationFeed
{
    /// <inheritdoc/>
    public bool IsCurrent => true;

    /// <inheritdoc/>
    public event Action<RevocationNotice>? Heard;

    /// <inheritdoc/>
    public ValueTask PublishAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notices);
        foreach (var notice in notices)
        {
            Heard?.Invoke(notice);
        }

        return ValueTask.CompletedTask;
    }
}
