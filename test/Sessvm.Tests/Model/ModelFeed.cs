using Sessvm.Revocation;

namespace Sessvm.Tests.Model;

/// <summary>What all nodes publish, in order.</summary>
internal sealed class ModelBus
{
    private readonly List<RevocationNotice> _log = [];

    public List<ModelFeed> Listeners { get; } = [];

    public IReadOnlyList<RevocationNotice> Log => _log;

    public void Publish(RevocationNotice notice, ModelFeed from)
    {
        _log.Add(notice);
        foreach (var feed in Listeners)
        {
            if (feed == from)
            {
                feed.Tell(notice);
            }
            else
            {
                feed.Await(notice);
            }
        }
    }
}

/// <summary>One node's ear: it hears its own notices at once, and the others' when the world says so.</summary>
internal sealed class ModelFeed(ModelBus bus) : IRevocationFeed
{
    private readonly Queue<RevocationNotice> _waiting = [];

    public bool IsCurrent { get; private set; }

    public TimeSpan Silence => IsCurrent ? TimeSpan.Zero : TimeSpan.MaxValue;

    /// <summary>What this node has heard: tokens whose floor is below are refused. The oracle's own record.</summary>
    public uint RefuseBelow { get; private set; }

    public event Action<RevocationNotice>? Heard;

    public event Action<IReadOnlyCollection<RevocationNotice>>? Recovered
    {
        add { }
        remove { }
    }

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask PublishAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        foreach (var notice in notices)
        {
            bus.Publish(notice, this);
        }

        return default;
    }

    public void Await(RevocationNotice notice) => _waiting.Enqueue(notice);

    /// <summary>Hears all that was published; from then on the node is within the bound.</summary>
    public void CatchUp()
    {
        if (!IsCurrent)
        {
            foreach (var notice in bus.Log)
            {
                Tell(notice);
            }
        }

        while (_waiting.TryDequeue(out var notice))
        {
            Tell(notice);
        }

        IsCurrent = true;
    }

    public void Tell(RevocationNotice notice)
    {
        RefuseBelow = Math.Max(RefuseBelow, notice.RefuseBelow);
        Heard?.Invoke(notice);
    }
}
