namespace Sessvm.Revocation;

/// <summary>The feed of a single process: what is published is heard at once, so it is always current.</summary>
public sealed class LocalRevocationFeed : IRevocationFeed
{
    /// <inheritdoc/>
    public bool IsCurrent => true;

    /// <inheritdoc/>
    public TimeSpan Silence => TimeSpan.Zero;

    /// <inheritdoc/>
    public event Action<RevocationNotice>? Heard;

    /// <inheritdoc/>
    /// <remarks>Never raised: there is nothing to break.</remarks>
    public event Action<IReadOnlyCollection<RevocationNotice>>? Recovered
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

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
