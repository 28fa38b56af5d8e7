using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared;

namespace Sessvm.KeyValue.Tests;

public sealed class StoreContractTests(NatsFixture nats) : SessionStoreContract
{
    private Client? _client;

    protected override async ValueTask<ISessionStore> CreateAsync()
    {
        _client = await Client.OpenAsync(nats.Url, Client.NewBucket());
        return _client.Store;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _client!.DisposeAsync();
    }
}

/// <summary>Three connections to one bucket: what three processes see.</summary>
public sealed class LogContractTests(NatsFixture nats) : RevocationLogContract
{
    private readonly Client[] _clients = new Client[3];

    protected override async ValueTask<IRevocationLog> CreateAsync()
    {
        string bucket = Client.NewBucket();
        for (int i = 0; i < _clients.Length; i++)
        {
            _clients[i] = await Client.OpenAsync(nats.Url, bucket);
        }

        return new SpreadLog([.. _clients.Select(static client => new KeyValueRevocationLog(client.Port))]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (Client client in _clients)
        {
            await client.DisposeAsync();
        }
    }
}
