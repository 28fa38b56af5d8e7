using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore;

namespace Sessvm.Cluster.Tests;

/// <summary>One Redis for the tests of this collection. It writes each step to its disk before it answers.</summary>
[CollectionDefinition]
public sealed class Redis : StoreServer, ICollectionFixture<Redis>
{
    private readonly RedisServer _server = new("appendonly yes", "appendfsync always");

    internal override string Name => "redis";

    internal override int Port => _server.Port;

    public override ValueTask InitializeAsync() => _server.InitializeAsync();

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    internal override string ConnectionStringAt(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    internal override void Use(SessvmBuilder sessvm) => sessvm.UseRedis(ConnectionString);

    internal override Task KillAsync() => _server.Process.KillAsync();

    internal override Task StartAgainAsync() => _server.Process.StartAsync();
}
