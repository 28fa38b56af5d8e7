using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared;

namespace Sessvm.KeyValue.Tests;

public sealed class StoreContractTests(NatsFixture nats) : SessionStoreContract
{
    private readonly Clients _clients = new(nats, 1);

    protected override async ValueTask<ISessionStore> CreateAsync() => (await _clients.OpenAsync())[0].Store;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _clients.DisposeAsync();
    }
}

/// <summary>Four connections to one bucket, as four processes have them: a thousand racers that know nothing of each other but the swap.</summary>
public sealed class ManyConnectionsContractTests(NatsFixture nats) : SessionStoreContract
{
    private readonly Clients _clients = new(nats, 4);

    protected override async ValueTask<ISessionStore> CreateAsync() =>
        new SpreadStore([.. (await _clients.OpenAsync()).Select(static client => client.Store)]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _clients.DisposeAsync();
    }
}

public sealed class LogContractTests(NatsFixture nats) : RevocationLogContract
{
    private readonly Clients _clients = new(nats, 4);

    protected override async ValueTask<IRevocationLog> CreateAsync() =>
        new SpreadLog([.. (await _clients.OpenAsync()).Select(static client => new KeyValueRevocationLog(client.Port))]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _clients.DisposeAsync();
    }
}
