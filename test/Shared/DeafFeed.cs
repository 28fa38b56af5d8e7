using Sessvm.Revocation;

namespace Sessvm.Tests.Shared;

/// <summary>A local feed that a test can make deaf.</summary>
internal sealed class DeafFeed : IRevocationFeed
{
    private readonly LocalRevocationFeed _feed = new();

    public bool IsCurrent { get; set; } = true;

    public TimeSpan Silence => IsCurrent ? TimeSpan.Zero : TimeSpan.MaxValue;

    public event Action<RevocationNotice>? Heard
    {
        add => _feed.Heard += value;
        remove => _feed.Heard -= value;
    }

    public event Action<IReadOnlyCollection<RevocationNotice>>? Recovered
    {
        add { }
        remove { }
    }

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask PublishAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken) =>
        _feed.PublishAsync(notices, cancellationToken);
}
