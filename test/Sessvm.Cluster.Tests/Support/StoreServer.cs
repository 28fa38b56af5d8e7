using Sessvm.AspNetCore;

namespace Sessvm.Cluster.Tests;

/// <summary>The store of a cluster: a real server, which a test may kill and start again. What it has acknowledged survives that.</summary>
public abstract class StoreServer : IAsyncLifetime
{
    /// <summary>What the demo calls it: <c>--Store</c>.</summary>
    internal abstract string Name { get; }

    internal abstract int Port { get; }

    internal string ConnectionString => ConnectionStringAt(Port);

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>How to reach it through a port that leads to it.</summary>
    internal abstract string ConnectionStringAt(int port);

    /// <summary>Makes it the store of an application in this process.</summary>
    internal abstract void Use(SessvmBuilder sessvm);

    /// <summary><c>kill -9</c>.</summary>
    internal abstract Task KillAsync();

    internal abstract Task StartAgainAsync();
}
