using NATS.Client.Core;
using NATS.Client.KeyValueStore;
using NATS.Net;
using Sessvm.Samples.KeyValue;
using Sessvm.Stores.KeyValue;

namespace Sessvm.KeyValue.Tests;

/// <summary>A connection of its own to a bucket, as a process has one.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly NatsClient _nats;

    private Client(NatsClient nats, INatsKVStore bucket)
    {
        _nats = nats;
        Port = new NatsPort(bucket);
    }

    internal NatsPort Port { get; }

    internal KeyValueSessionStore Store => new(Port);

    internal static async Task<Client> OpenAsync(string url, string bucket)
    {
        var nats = new NatsClient(new NatsOpts
        {
            Url = url,
            RequestTimeout = TimeSpan.FromSeconds(2),
            CommandTimeout = TimeSpan.FromSeconds(2),
            PublishTimeoutOnDisconnected = true,
        });
        return new Client(nats, await nats.CreateKeyValueStoreContext().CreateStoreAsync(bucket));
    }

    internal static string NewBucket() => $"test-{Guid.NewGuid():N}";

    public ValueTask DisposeAsync() => _nats.DisposeAsync();
}
