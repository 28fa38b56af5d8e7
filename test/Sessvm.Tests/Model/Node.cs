using Sessvm.Events;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Tests.Sessions;

namespace Sessvm.Tests.Model;

/// <summary>One process: a service, its ear and its way to the store.</summary>
internal sealed class Node
{
    public static readonly KeyRing Keys = new([new KeyDefinition(1, Bench.Secret)], new KeyScope("tests", "tests", "Sessvm"));

    public Node(Settings settings, ModelStore store, ModelBus bus, TimeProvider time, ISessionEvents events)
    {
        Store = new NodeStore(store);
        Feed = new ModelFeed(bus);
        bus.Listeners.Add(Feed);
        Service = new SessionService(new SessionSetup
        {
            Keys = Keys,
            Store = Store,
            Feed = Feed,
            Options = settings.Options,
            Policy = settings.Policy,
            Time = time,
            Events = events,
        });
    }

    public SessionService Service { get; }

    public ModelFeed Feed { get; }

    public NodeStore Store { get; }

    /// <summary>The tokens that this node has seen in use, and the sights that it has not written yet: the oracle's own record (R3).</summary>
    public HashSet<string> Noted { get; } = [];

    public List<(uint Generation, DateTimeOffset At)> Sights { get; } = [];

    public DateTimeOffset? MarkedSince { get; set; }

    public bool HasHeardEnd => Feed.RefuseBelow == uint.MaxValue;

    /// <summary>Waits until the queue has handed all marks to <see cref="Store"/>, where they stay until the world writes them.</summary>
    public T Await<T>(ValueTask<T> call)
    {
        var result = call.IsCompletedSuccessfully ? call.Result : call.AsTask().GetAwaiter().GetResult();
        Service.FlushAsync().AsTask().GetAwaiter().GetResult();
        return result;
    }
}
