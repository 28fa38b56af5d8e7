using Sessvm.Tests.Shared.Servers;

namespace Sessvm.PostgreSql.Tests;

/// <summary>A server that the tests of one class stop, freeze and start again.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
