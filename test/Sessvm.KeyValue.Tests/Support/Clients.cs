namespace Sessvm.KeyValue.Tests;

/// <summary>Some connections to one new bucket.</summary>
internal sealed class Clients(NatsFixture nats, int count) : IAsyncDisposable
{
    private readonly List<Client> _open = [];

    internal async Task<IReadOnlyList<Client>> OpenAsync()
    {
        string bucket = Client.NewBucket();
        while (_open.Count < count)
        {
            _open.Add(await Client.OpenAsync(nats.Url, bucket));
        }

        return _open;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Client client in _open)
        {
            await client.DisposeAsync();
        }
    }
}
