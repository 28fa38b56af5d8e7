using Sessvm.Stores;
using Sessvm.Stores.KeyValue;
using Sessvm.Tests.Shared;

namespace Sessvm.Testing.Tests.KeyValue;

public sealed class OneProcessContractTests : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync() => new(new KeyValueSessionStore(new MemoryPort()));
}

/// <summary>Two stores of one process over one port without swap.</summary>
public sealed class TwoStoresOfOneProcessContractTests : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync()
    {
        var port = new MemoryPort();
        return new(new SpreadStore(new KeyValueSessionStore(port), new KeyValueSessionStore(port)));
    }
}

/// <summary>Three stores, each over a port of its own to the same storage: what three processes see.</summary>
public sealed class ManyProcessesContractTests : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync()
    {
        var storage = new MemoryPort.Storage();
        return new(new SpreadStore([.. Enumerable.Range(0, 3).Select(_ => new KeyValueSessionStore(new SwappingMemoryPort(storage)))]));
    }
}
