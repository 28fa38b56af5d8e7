using Sessvm.KeyValue.Tests;
using Sessvm.Tests.Shared.Servers;

[assembly: AssemblyFixture(typeof(NatsFixture))]

namespace Sessvm.KeyValue.Tests;

/// <summary>One server for the tests that leave it alone; each has a bucket of its own.</summary>
public sealed class NatsFixture : IAsyncLifetime
{
    private readonly NatsServer _server = new();

    internal string Url => _server.Url;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
