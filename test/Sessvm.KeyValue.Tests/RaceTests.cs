using Sessvm.Stores;
using Sessvm.Tests.Shared;

namespace Sessvm.KeyValue.Tests;

public sealed class RaceTests(NatsFixture nats) : ProcessRaceContract
{
    private Client? _client;

    private protected override async ValueTask<(ISessionStore Store, string[] Place)> OpenAsync()
    {
        string bucket = Client.NewBucket();
        _client = await Client.OpenAsync(nats.Url, bucket);
        return (_client.Store, ["nats", nats.Url, bucket]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_client?.DisposeAsync() ?? default);
    }
}
