namespace Sessvm.Cluster.Tests;

/// <summary>Three nodes as they are by default, for tests that leave them as they were.</summary>
public sealed class SharedNodes<TStore>(TStore store) : IAsyncLifetime
    where TStore : StoreServer
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessvm-cluster-");
    private ThreeNodes? _nodes;

    internal ThreeNodes All => _nodes!;

    public async ValueTask InitializeAsync() =>
        _nodes = await ThreeNodes.StartAsync(_directory.FullName, _ => ["--Store", store.Name, "--ConnectionString", store.ConnectionString]);

    public async ValueTask DisposeAsync()
    {
        await _nodes!.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
