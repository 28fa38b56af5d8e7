using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Tests.Shared;

namespace Sessvm.Testing.Tests.KeyValue;

public sealed class LogContractTests : RevocationLogContract
{
    protected override ValueTask<IRevocationLog> CreateAsync() => new(new KeyValueRevocationLog(new SwappingMemoryPort()));
}

/// <summary>Three logs, each over a port of its own to the same storage: what three processes see.</summary>
public sealed class ManyProcessesLogContractTests : RevocationLogContract
{
    protected override ValueTask<IRevocationLog> CreateAsync()
    {
        var storage = new MemoryPort.Storage();
        return new(new SpreadLog([.. Enumerable.Range(0, 3).Select(_ => new KeyValueRevocationLog(new SwappingMemoryPort(storage)))]));
    }
}
